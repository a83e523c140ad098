using Hone.Api.Quickstart;
using Hone.Domain.Jobs;
using Spectre.Console;

namespace Hone.Api.Tests.Quickstart;

public sealed class JobProgressLinesTests
{
    private static readonly DateTime Start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Show_WritesALineForEveryPhaseAndEveryTenSeconds_WithoutControlCharacters()
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });

        await new JobProgressLines(console).ShowAsync(History());

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "   tokenizer    0 %  ",
                "   training    25 %  loss 5.50  30,000 tok/s  1:15 left",
                "   training    75 %  loss 4.25  accuracy 40 %  30,000 tok/s  0:25 left",
            ],
            lines);
        Assert.DoesNotContain(output.ToString(), character => char.IsControl(character) && character != '\n');
    }

    private static async IAsyncEnumerable<JobEvent> History()
    {
        await Task.Yield();
        yield return new JobEvent { Kind = JobEventKind.Status, Time = Start, Status = JobStatus.Running };
        yield return At(0, "tokenizer", 0, 1);
        yield return At(1, "tokenizer", 1, 1);
        yield return new JobEvent { Kind = JobEventKind.Metric, Time = Start.AddSeconds(2), Values = new Dictionary<string, double> { ["train/loss"] = 5.5 } };
        yield return At(3, "training", 25, 100, 30_000, 75);
        yield return At(8, "training", 50, 100, 30_000, 50);
        yield return new JobEvent
        {
            Kind = JobEventKind.Metric,
            Time = Start.AddSeconds(9),
            Values = new Dictionary<string, double> { ["train/loss"] = 4.25, ["validation/accuracy"] = 0.4 },
        };
        yield return At(13, "training", 75, 100, 30_000, 25);
    }

    private static JobEvent At(int seconds, string phase, long step, long total, double speed = 0, double? left = null) => new()
    {
        Kind = JobEventKind.Progress,
        Time = Start.AddSeconds(seconds),
        Step = step,
        Progress = new JobProgress { Phase = phase, Step = step, TotalSteps = total, TokensPerSecond = speed, EtaSeconds = left },
    };
}
