using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Predictions;

/// <summary>
/// Which columns, or properties, hold the fields of an input. In a file the others are ignored. A list stands in a cell as a JSON array.
/// </summary>
public sealed record InputColumns
{
    /// <summary>The columns that are named as the fields are.</summary>
    public static InputColumns Default { get; } = new();

    /// <summary>The column of the text. Text generation reads <c>prompt</c> where there is no column <c>text</c> and none is named here.</summary>
    public string Text { get; init; } = "text";

    /// <summary>The column of the second text of a pair.</summary>
    public string TextPair { get; init; } = "textPair";

    /// <summary>The column of the texts to compare with.</summary>
    public string Candidates { get; init; } = "candidates";

    /// <summary>The column of the words of a sentence.</summary>
    public string Words { get; init; } = "words";

    /// <summary>The column of the places of predicates among the words.</summary>
    public string Predicates { get; init; } = "predicates";

    /// <summary>The columns that inputs of a task have, the text's first.</summary>
    public IReadOnlyList<string> Of(TaskKind task) => task switch
    {
        TaskKind.TextClassification => [Text, TextPair],
        TaskKind.SemanticRoleLabeling => [Text, Words, Predicates],
        TaskKind.SentenceSimilarity => [Text, TextPair, Candidates],
        _ => [Text],
    };

    /// <summary>Every problem of these columns.</summary>
    public IEnumerable<Problem> Validate(string path)
    {
        (string Field, string Column)[] read = [("text", Text), ("textPair", TextPair), ("candidates", Candidates), ("words", Words), ("predicates", Predicates)];
        return
        [
            .. read.SelectMany(item => Check.That(
                item.Column.Length > 0, ProblemCodes.MissingField, $"{path}.{item.Field}", $"'{path}.{item.Field}' must name a column.")),
            .. Check.That(
                read.DistinctBy(item => item.Column, StringComparer.Ordinal).Count() == read.Length,
                ProblemCodes.DuplicateColumn,
                path,
                $"'{path}' must name different columns."),
        ];
    }
}
