using System.Globalization;
using Hone.Domain.Jobs;
using Spectre.Console;

namespace Hone.Api.Quickstart;

/// <summary>A job's progress as lines of plain text: one when a phase begins, then one every few seconds.</summary>
internal sealed class JobProgressLines(IAnsiConsole console)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Shows it until the history ends.</summary>
    public async Task ShowAsync(IAsyncEnumerable<JobEvent> history)
    {
        JobProgressSummary summary = new();
        DateTime shownAt = DateTime.MinValue;
        string? phase = null;
        await foreach (JobEvent record in history)
        {
            summary.Add(record);
            if (summary.Progress is { } progress && (progress.Phase != phase || record.Time - shownAt >= Interval))
            {
                phase = progress.Phase;
                shownAt = record.Time;
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {phase,-10} {progress.Fraction,5:P0}  {summary.Details()}"));
            }
        }
    }
}
