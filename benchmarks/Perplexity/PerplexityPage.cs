using System.Globalization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Perplexity;

/// <summary>The figures as people read them: a table for each corpus, and how to read it.</summary>
internal static class PerplexityPage
{
    private static readonly Column<PerplexityRow>[] Columns =
    [
        new("network", row => row.Network, IsNumber: false),
        new("layers × hidden", row => row.Size),
        new("predicts", row => Predicts(row.Objective), IsNumber: false),
        new("parameters", row => Millions(row.Parameters)),
        new("tokens seen", row => Millions(row.TokensSeen)),
        new("minutes", row => Fixed(row.Minutes)),
        new("before", row => Rounded(row.Before)),
        new("**after**", row => $"**{Fixed(row.After)}**"),
        new("unigram", row => Fixed(row.Floors.Unigram)),
        new("trigram", row => Fixed(row.Floors.Trigram)),
        new("5-gram", row => Fixed(row.Floors.FiveGram)),
        new("after / trigram", row => (row.After / row.Floors.Trigram).ToString("F2", CultureInfo.InvariantCulture)),
    ];

    /// <summary>All corpora, in the order in which they were first measured.</summary>
    public static string Compose(IReadOnlyList<PerplexityRow> rows) => string.Join("\n\n", rows.GroupBy(row => row.Corpus).Select(Corpus));

    private static string Corpus(IGrouping<string, PerplexityRow> rows)
    {
        IEnumerable<PerplexityRow> ordered = rows.OrderBy(row => PerplexityRecipe.IndexOf(row.Network));
        string caption = string.Join("; ", rows.Select(row => $"{Millions(row.CorpusTokens)} tokens ({row.Tokenizer})").Distinct());
        string training = string.Join('\n', ordered.GroupBy(row => row.Training).Select(group => $"- {string.Join(", ", group.Select(row => row.Network))}: {group.Key}"));
        return $"""
            ### {rows.Key}

            {caption}. Perplexity per token of held-out text.

            {MarkdownTable.Write(Columns, ordered)}

            {training}
            """;
    }

    private static string Predicts(PretrainingObjective objective) => objective switch
    {
        PretrainingObjective.Masked => "masked tokens",
        PretrainingObjective.Causal => "the next token",
        PretrainingObjective.CausalBothWays => "the next and the previous token",
        _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, null),
    };

    private static string Millions(long count) => (count / 1e6).ToString("F2", CultureInfo.InvariantCulture) + " M";

    private static string Fixed(double value) => value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);

    private static string Rounded(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
