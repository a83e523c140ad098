namespace Hone.Training.Text.Rows;

/// <summary>A row that cannot be read; why is reported.</summary>
/// <param name="line">The line it begins on, from 1.</param>
/// <param name="problems">Where that is reported.</param>
internal sealed class UnreadableRow(long line, FileProblems problems) : UploadedRow(line, problems);
