using System.Globalization;
using Hone.Domain.Jobs;
using Spectre.Console;

namespace Hone.Api.Quickstart;

/// <summary>
/// A job's progress as moving bars, one for each phase. Only the line of the phase that runs is ever drawn anew, and the cursor never leaves it: what stands above stays
/// there however the window is made narrower or wider. Spectre's own live display clears the whole screen when a line no longer fits.
/// </summary>
internal sealed class JobProgressBars(IAnsiConsole console)
{
    /// <summary>Columns that phase, percentage and details take at the most.</summary>
    private const int SpaceBesideBar = 68;

    private const string EraseLine = "\r\u001b[K";

    private static readonly Style Done = new(Color.Green);
    private static readonly Style Running = new(Color.Yellow);
    private static readonly Style Remaining = new(Color.Grey);

    /// <summary>Shows it until the history ends.</summary>
    public async Task ShowAsync(IAsyncEnumerable<JobEvent> history)
    {
        JobProgressSummary summary = new();
        (string Phase, string Details)? shown = null;
        await foreach (JobEvent record in history)
        {
            summary.Add(record);
            if (summary.Progress is not { } progress)
            {
                continue;
            }

            if (shown is { } before && before.Phase != progress.Phase)
            {
                End(before.Phase, before.Details);
            }

            shown = (progress.Phase, summary.Details());
            Draw(progress.Phase, progress.Fraction, summary.Details());
        }

        if (shown is { } last)
        {
            End(last.Phase, last.Details);
        }
    }

    private void End(string phase, string details)
    {
        Draw(phase, 1, details);
        console.WriteLine();
    }

    private void Draw(string phase, double fraction, string details)
    {
        int width = Math.Clamp(console.Profile.Width - SpaceBesideBar, 12, 40);
        int filled = (int)Math.Round(width * Math.Clamp(fraction, 0, 1));
        int room = console.Profile.Width - 1; // a line that is full would put the cursor on the next one
        Paragraph line = new();
        foreach ((string text, Style style) in new[]
        {
            ($"   {phase,-10} ", Style.Plain),
            (new string('━', filled), fraction >= 1 ? Done : Running),
            (new string('━', width - filled), Remaining),
            (string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(100 * fraction),3:0} % "), Style.Plain),
            (details, Remaining),
        })
        {
            string fitting = text[..Math.Min(text.Length, Math.Max(0, room))];
            room -= fitting.Length;
            line.Append(fitting, style);
        }

        console.Write(new ControlCode(EraseLine));
        console.Write(line);
    }
}
