using Hone.Domain.Problems;

namespace Hone.Domain.Datasets;

/// <summary>How rows are read where that cannot be told from the files.</summary>
public sealed record ReadingOptions
{
    /// <summary>What stands between the labels of a row that are written in one cell, other than as a JSON array.</summary>
    public string LabelSeparator { get; init; } = "|";

    /// <summary>How tags say where spans begin; null finds out from the train part.</summary>
    public TagScheme? TagScheme { get; init; }

    /// <summary>The column of CoNLL with the words, counted from 1.</summary>
    public int TokenColumn { get; init; } = 1;

    /// <summary>The column of CoNLL with the tags, counted from 1; null is the last one.</summary>
    public int? TagColumn { get; init; }

    /// <summary>The lowest score that a pair may have; null allows any.</summary>
    public double? ScoreMinimum { get; init; }

    /// <summary>The highest score that a pair may have; null allows any.</summary>
    public double? ScoreMaximum { get; init; }

    /// <summary>Every problem of these options; none when they can be used.</summary>
    public IEnumerable<Problem> Validate(string path = "reading") =>
    [
        .. Check.That(LabelSeparator.Length > 0, ProblemCodes.OutOfRange, $"{path}.labelSeparator", $"'{path}.labelSeparator' must not be empty."),
        .. Check.Range($"{path}.tokenColumn", TokenColumn, 1, 100),
        .. Check.Range($"{path}.tagColumn", TagColumn, 1, 100),
        .. Check.That(TagColumn != TokenColumn, ProblemCodes.DuplicateColumn, path, $"'{path}' must name two different columns."),
        .. Check.That(
            !(ScoreMinimum >= ScoreMaximum), ProblemCodes.OutOfRange, $"{path}.scoreMaximum", $"'{path}.scoreMaximum' must be more than '{path}.scoreMinimum'."),
    ];
}
