using System.Globalization;
using Hone.Domain.Jobs;
using Spectre.Console;

namespace Hone.Training.Running;

/// <summary>Shows a job's history to a person: a progress bar in a terminal, lines elsewhere.</summary>
public sealed class TerminalProgress(IAnsiConsole console)
{
    private const int BarWidth = 28;

    private readonly bool live = console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;
    private string loss = string.Empty;
    private string? phase;

    /// <summary>Shows one record.</summary>
    public void Show(JobEvent record)
    {
        switch (record)
        {
            case { Progress: { } progress }:
                ShowProgress(progress);
                break;
            case { Values: { } values }:
                ShowValues(record.Step ?? 0, values);
                break;
            case { Message: { } message }:
                Line(record.Kind == JobEventKind.Warning ? $"[yellow]{Markup.Escape(message)}[/]" : Markup.Escape(message));
                break;
            default:
                break;
        }
    }

    private void ShowProgress(JobProgress progress)
    {
        if (!live)
        {
            if (phase != progress.Phase)
            {
                console.WriteLine(progress.Phase);
            }

            phase = progress.Phase;
            return;
        }

        int filled = (int)Math.Round(BarWidth * progress.Fraction);
        string speed = progress.TokensPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $" {progress.TokensPerSecond:N0} tokens/s") : string.Empty;
        string left = progress.EtaSeconds is { } seconds ? $" {ClockTime.Show(TimeSpan.FromSeconds(seconds))} left" : string.Empty;
        string bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]";
        Clear();
        console.Markup($"{progress.Phase,-10} {bar} {progress.Step}/{progress.TotalSteps}{loss}{speed}{left}");
    }

    private void ShowValues(long step, IReadOnlyDictionary<string, double> values)
    {
        if (values.TryGetValue("train/loss", out double trainLoss))
        {
            loss = string.Create(CultureInfo.InvariantCulture, $" loss {trainLoss:F3}");
            if (live)
            {
                return;
            }
        }

        IEnumerable<string> shown = values
            .Where(value => !value.Key.EndsWith("learningRate", StringComparison.Ordinal))
            .Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key} {value.Value:F4}"))
            .Take(4);
        Line($"step {step}: {Markup.Escape(string.Join("  ", shown))}");
    }

    private void Line(string markup)
    {
        Clear();
        console.MarkupLine(markup);
    }

    /// <summary>Takes the bar away. Not as markup, which a square bracket would be the beginning of.</summary>
    private void Clear()
    {
        if (live)
        {
            console.Write(new ControlCode("\r\u001b[K"));
        }
    }
}
