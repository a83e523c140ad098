using System.Collections.Concurrent;
using Hone.Domain.Jobs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hone.Api.Quickstart;

/// <summary>A job's progress as moving bars, one for each phase.</summary>
internal sealed class JobProgressBars(IAnsiConsole console)
{
    /// <summary>Columns that phase, percentage and details take at the most.</summary>
    private const int SpaceBesideBar = 68;

    /// <summary>Shows it until the history ends.</summary>
    public Task ShowAsync(IAsyncEnumerable<JobEvent> history)
    {
        DetailsColumn details = new();
        ProgressColumn[] columns =
        [
            new IndentColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn { Width = Math.Clamp(console.Profile.Width - SpaceBesideBar, 12, 40) },
            new PercentageColumn(),
            details,
        ];
        return console.Progress().Columns(columns).StartAsync(async bars =>
        {
            JobProgressSummary summary = new();
            ProgressTask? bar = null;
            await foreach (JobEvent record in history)
            {
                summary.Add(record);
                if (summary.Progress is not { } progress)
                {
                    continue;
                }

                if (bar?.Description != progress.Phase)
                {
                    Complete(bar);
                    bar = bars.AddTask(progress.Phase, maxValue: 1);
                }

                bar.Value = progress.Fraction;
                details.Texts[bar.Id] = summary.Details();
            }

            Complete(bar);
        });
    }

    private static void Complete(ProgressTask? bar)
    {
        if (bar is not null)
        {
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }
    }

    private sealed class IndentColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text("  ");
    }

    private sealed class DetailsColumn : ProgressColumn
    {
        /// <summary>The text beside each bar; read by the thread that draws.</summary>
        public ConcurrentDictionary<int, string> Texts { get; } = [];

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(Texts.GetValueOrDefault(task.Id, ""), new Style(Color.Grey)).Ellipsis();
    }
}
