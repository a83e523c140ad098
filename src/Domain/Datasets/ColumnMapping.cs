using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Datasets;

/// <summary>Which columns, or properties, of an uploaded data set are read. Others are ignored.</summary>
public sealed record ColumnMapping
{
    /// <summary>The column of the text.</summary>
    public string Text { get; init; } = "text";

    /// <summary>The column of the other text of a pair.</summary>
    public string TextPair { get; init; } = "textPair";

    /// <summary>The column of the label.</summary>
    public string Label { get; init; } = "label";

    /// <summary>The column of the labels, where a row may have any number of them.</summary>
    public string Labels { get; init; } = "labels";

    /// <summary>The column of how much alike two texts are.</summary>
    public string Score { get; init; } = "score";

    /// <summary>The column of what a text is to be generated from.</summary>
    public string Prompt { get; init; } = "prompt";

    /// <summary>The column of the text that is to be generated.</summary>
    public string Completion { get; init; } = "completion";

    /// <summary>The property of the words that have tags.</summary>
    public string Tokens { get; init; } = "tokens";

    /// <summary>The property of the tags.</summary>
    public string Tags { get; init; } = "tags";

    /// <summary>The property of the spans of a text.</summary>
    public string Entities { get; init; } = "entities";

    /// <summary>The property of the words of a sentence with predicates.</summary>
    public string Words { get; init; } = "words";

    /// <summary>The property of the predicates.</summary>
    public string Verbs { get; init; } = "verbs";

    /// <summary>Every problem of this mapping for data of a task; none when it can be used.</summary>
    public IEnumerable<Problem> Validate(string path, TaskKind task)
    {
        (string Field, string Column)[] read = task switch
        {
            TaskKind.TextClassification => [("text", Text), ("textPair", TextPair), ("label", Label), ("labels", Labels)],
            TaskKind.SentenceSimilarity => [("text", Text), ("textPair", TextPair), ("score", Score)],
            TaskKind.TextGeneration => [("text", Text), ("prompt", Prompt), ("completion", Completion)],
            TaskKind.TokenClassification => [("text", Text), ("tokens", Tokens), ("tags", Tags), ("entities", Entities)],
            TaskKind.SemanticRoleLabeling => [("words", Words), ("verbs", Verbs)],
            _ => [],
        };
        return
        [
            .. read.SelectMany(item => Check.That(
                item.Column.Length > 0, ProblemCodes.MissingField, $"{path}.{item.Field}", $"'{path}.{item.Field}' must name a column.")),
            .. Check.That(
                read.DistinctBy(item => item.Column, StringComparer.Ordinal).Count() == read.Length,
                ProblemCodes.DuplicateColumn,
                path,
                $"'{path}' must name different columns for {string.Join(", ", read.Select(item => item.Field))}."),
        ];
    }
}
