namespace Hone.Training.Text.Rows;

/// <summary>One row as it was uploaded; of use until the next one is read.</summary>
/// <param name="line">The line it begins on, from 1.</param>
/// <param name="problems">Where to report what is wrong with it.</param>
internal abstract class UploadedRow(long line, FileProblems problems)
{
    /// <summary>The line it begins on, from 1.</summary>
    public long Line { get; } = line;

    protected FileProblems Problems { get; } = problems;

    /// <summary>Reports something that is wrong.</summary>
    /// <param name="code">One of <see cref="Domain.Problems.ProblemCodes"/>.</param>
    /// <param name="field">The column or property, where it is about one.</param>
    /// <param name="message">One sentence for a person, without the text that was sent.</param>
    /// <param name="line">The line, where it is not the row's first.</param>
    public void Report(string code, string? field, string message, long? line = null) => Problems.Add(code, line ?? Line, field, message);
}
