namespace Hone.Domain.Jobs.Running;

/// <summary>The files through which the service and a trainer process speak about one job.</summary>
/// <param name="Path">The folder itself.</param>
public sealed record JobDirectory(string Path)
{
    /// <summary>Immutable: a <see cref="TrainerSpecification"/>.</summary>
    public string Specification => System.IO.Path.Combine(Path, "spec.json");

    /// <summary>Append-only: one <see cref="JobEvent"/> per line.</summary>
    public string Events => System.IO.Path.Combine(Path, "events.jsonl");

    /// <summary>Held open by the trainer that works here.</summary>
    public string Lock => System.IO.Path.Combine(Path, "lock");

    /// <summary>What the trainer wrote to its standard error, for people.</summary>
    public string ErrorOutput => System.IO.Path.Combine(Path, "stderr.log");

    /// <summary>What the job makes, a model directory or other files, renamed into place when it is whole.</summary>
    public string Output => System.IO.Path.Combine(Path, "output");

    /// <summary>What an evaluation found, as JSON.</summary>
    public string Evaluation => System.IO.Path.Combine(Output, "evaluation.json");

    /// <summary>Written last: a <see cref="TrainerResult"/>.</summary>
    public string Result => System.IO.Path.Combine(Path, "result.json");
}
