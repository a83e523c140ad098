using System.Globalization;
using System.Text.Json;
using Hone.Domain.Jobs;
using Hone.Training.Running;
using Spectre.Console;

namespace Hone.Api.Quickstart;

/// <summary>Tells on the console what the quickstart does: with colours and moving bars in a terminal, in plain lines elsewhere.</summary>
/// <param name="console">Where to.</param>
internal sealed class Narrator(IAnsiConsole console)
{
    private const string Indent = "   ";

    private int steps;

    /// <summary>Says what is about to happen and where.</summary>
    public void Welcome(QuickstartService service)
    {
        console.MarkupLine("[bold]Hone: from raw text to a served model, on this machine[/]");
        console.WriteLine();
        console.MarkupLineInterpolated($"{Indent}service     {service.Url}");
        console.MarkupLineInterpolated($"{Indent}Swagger UI  {service.Url}/swagger");
        console.MarkupLineInterpolated($"{Indent}data        {service.DataPath}");
        console.MarkupLineInterpolated($"{Indent}log         {service.Log}");
        console.MarkupLine($"{Indent}texts       quickstart --export DIR writes them as files, to do the same by hand");
    }

    /// <summary>Begins a step.</summary>
    public void Step(string title)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold yellow]{++steps}  {title}[/]");
    }

    /// <summary>Shows the command that does the same by hand.</summary>
    public void Command(string command)
    {
        string prompt = "$ ";
        foreach (string line in command.Split('\n'))
        {
            console.MarkupLineInterpolated($"[grey]{Indent}{prompt}{line}[/]");
            prompt = "  ";
        }
    }

    /// <summary>Says one line, for example what came of a step.</summary>
    public void Say(string line) => console.MarkupLineInterpolated($"{Indent}[green]{line}[/]");

    /// <summary>Shows a job's progress until its history ends.</summary>
    public async Task FollowAsync(IAsyncEnumerable<JobEvent> history)
    {
        if (console.Profile.Capabilities is { Ansi: true, Interactive: true })
        {
            await new JobProgressBars(console).ShowAsync(history);
        }
        else
        {
            await new JobProgressLines(console).ShowAsync(history);
        }
    }

    /// <summary>Puts both ways of learning side by side.</summary>
    public void Compare(JobOutcome pretrained, JobOutcome scratch, IReadOnlyList<AreaExample> test)
    {
        Table table = new Table { Border = TableBorder.Rounded }.AddColumns("", "model", "accuracy", "macro F1", "time");
        foreach ((string way, JobOutcome outcome) in new[] { ("[bold]pretrained[/]", pretrained), ("from scratch", scratch) })
        {
            table.AddRow(
                way,
                outcome.Model,
                outcome.TestAccuracy.ToString("P1", CultureInfo.InvariantCulture),
                outcome.Metrics["test/f1/macro"].ToString("F3", CultureInfo.InvariantCulture),
                ClockTime.Show(outcome.Duration));
        }

        Show(table);
        int labels = test.DistinctBy(example => example.Label).Count();
        double margin = 1.96 * Math.Sqrt(pretrained.TestAccuracy * (1 - pretrained.TestAccuracy) / test.Count);
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{Indent}On {test.Count:N0} test rows, good to ±{100 * margin:F1} points (95 %); a guess gets {1.0 / labels:P0}.");
    }

    /// <summary>Puts both ways of learning to find names side by side.</summary>
    public void CompareNames(
        (JobOutcome Job, IReadOnlyDictionary<string, double> Types) pretrained,
        (JobOutcome Job, IReadOnlyDictionary<string, double> Types) scratch,
        IReadOnlyList<MentionExample> test)
    {
        Table table = new Table { Border = TableBorder.Rounded }.AddColumns(["", "entity F1", .. Mention.Labels, "time"]);
        foreach ((string way, (JobOutcome job, IReadOnlyDictionary<string, double> types)) in new[] { ("[bold]pretrained[/]", pretrained), ("from scratch", scratch) })
        {
            table.AddRow([
                way,
                job.Metrics["test/f1/micro"].ToString("P1", CultureInfo.InvariantCulture),
                .. Mention.Labels.Select(label => types.GetValueOrDefault(label).ToString("P1", CultureInfo.InvariantCulture)),
                ClockTime.Show(job.Duration),
            ]);
        }

        Show(table);
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{Indent}On {test.Count:N0} test sentences with {test.Sum(example => example.Mentions.Count):N0} names; right is one with its exact words and kind.");
    }

    /// <summary>Shows the names that the model finds in each sentence.</summary>
    /// <param name="sentences">What it was asked.</param>
    /// <param name="answer">The answer of <c>/predict</c>.</param>
    public void Names(IReadOnlyList<string> sentences, JsonElement answer)
    {
        Table table = new Table { Border = TableBorder.Rounded }.AddColumns("sentence", "names");
        foreach ((string sentence, JsonElement names) in sentences.Zip(answer.GetProperty("predictions").EnumerateArray()))
        {
            table.AddRow(
                Markup.Escape(sentence),
                string.Join('\n', names.EnumerateArray().Select(name =>
                    $"[bold]{Markup.Escape(name.GetProperty("word").GetString()!)}[/] {Markup.Escape(name.GetProperty("entity_group").GetString()!)}")));
        }

        Show(table);
    }

    /// <summary>Shows how the model goes on with each beginning.</summary>
    /// <param name="beginnings">What it was given.</param>
    /// <param name="answer">The answer of <c>/predict</c>.</param>
    public void Endings(IReadOnlyList<string> beginnings, JsonElement answer)
    {
        console.WriteLine();
        foreach ((string beginning, JsonElement ending) in beginnings.Zip(answer.GetProperty("predictions").EnumerateArray()))
        {
            Markup line = new($"[bold]{Markup.Escape(beginning)}[/]{Markup.Escape(ending.GetProperty("generated_text").GetString()!)}");
            console.Write(new Padder(line, new Padding(Indent.Length, 0, 0, 0)));
        }
    }

    /// <summary>Shows what the model says of each sentence.</summary>
    /// <param name="sentences">What it was asked.</param>
    /// <param name="answer">The answer of <c>/predict</c>.</param>
    public void Predictions(IReadOnlyList<string> sentences, JsonElement answer)
    {
        Table table = new Table { Border = TableBorder.Rounded }.AddColumns("sentence", "area", "score");
        foreach ((string sentence, JsonElement labels) in sentences.Zip(answer.GetProperty("predictions").EnumerateArray()))
        {
            JsonElement best = labels[0];
            table.AddRow(
                Markup.Escape(sentence),
                $"[bold]{Markup.Escape(best.GetProperty("label").GetString()!)}[/]",
                best.GetProperty("score").GetDouble().ToString("F2", CultureInfo.InvariantCulture));
        }

        Show(table);
    }

    /// <summary>Says how it went and what there is now.</summary>
    public void Farewell(QuickstartService service, TimeSpan took, bool ends)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]Done in {ClockTime.ShowWithUnit(took)}.[/]");
        if (!ends)
        {
            console.MarkupLineInterpolated($"Hone goes on serving. Try the routes at {service.Url}/swagger; Ctrl+C ends it.");
        }
    }

    private void Show(Table table)
    {
        console.WriteLine();
        console.Write(new Padder(table, new Padding(Indent.Length, 0, 0, 0)));
    }
}
