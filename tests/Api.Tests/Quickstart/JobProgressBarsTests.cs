using System.Text.RegularExpressions;
using Hone.Api.Quickstart;
using Hone.Domain.Jobs;
using Spectre.Console;

namespace Hone.Api.Tests.Quickstart;

public sealed partial class JobProgressBarsTests
{
    [Fact]
    public async Task Show_DrawsNothingButItsOwnLine_HoweverWideTheWindowIs()
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(output) });
        int[] widths = [120, 80, 24, 8, 200, 60];

        await new JobProgressBars(console).ShowAsync(History());

        string drawn = ColourCodes().Replace(output.ToString(), "");
        string[] lines = drawn.Split("\r\u001b[K", StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(drawn.Replace("\r\u001b[K", "", StringComparison.Ordinal), character => char.IsControl(character) && character != '\n');
        Assert.All(lines.Take(widths.Length).Zip(widths), pair => Assert.InRange(pair.First.Length, 1, pair.Second - 1));
        string[] finished = [.. lines.Where(line => line.EndsWith('\n'))];
        Assert.Equal(2, finished.Length);
        Assert.StartsWith("   tokenizer ", finished[0], StringComparison.Ordinal);
        Assert.Matches("^   training   ━+ 100 %", finished[1]);

        async IAsyncEnumerable<JobEvent> History()
        {
            foreach (int width in widths)
            {
                await Task.Yield();
                console.Profile.Width = width;
                yield return At("tokenizer", 10, 100);
            }

            yield return At("tokenizer", 100, 100);
            yield return At("training", 40, 100);
        }
    }

    private static JobEvent At(string phase, long step, long total) => new()
    {
        Kind = JobEventKind.Progress,
        Time = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Step = step,
        Progress = new JobProgress { Phase = phase, Step = step, TotalSteps = total, TokensPerSecond = 30_000, EtaSeconds = 75 },
    };

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex ColourCodes();
}
