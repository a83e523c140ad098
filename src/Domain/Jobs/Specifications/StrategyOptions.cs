using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>How the base is adapted.</summary>
public sealed record StrategyOptions
{
    private static readonly string[] TransformerTargets = ["query", "key", "value", "attention-output", "intermediate", "output"];
    private static readonly string[] RecurrentTargets = ["input", "state"];

    public StrategyKind Kind { get; init; } = StrategyKind.Full;

    /// <summary>
    /// What the learning rate is multiplied by from each layer to the one below it (Howard &amp; Ruder 2018): the head learns at the full rate, the top layer at
    /// this part of it, and so on down to the embeddings. 1, the default, is the same rate everywhere.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>gradual-unfreeze: how many layers begin to learn with each epoch after the first; by default as many as lets all learn in the second half.</summary>
    public int? LayersPerEpoch { get; init; }

    /// <summary>lora: the rank of an update; 8 by default.</summary>
    public int? Rank { get; init; }

    /// <summary>lora: an update is scaled by alpha / rank; twice the rank by default.</summary>
    public double? Alpha { get; init; }

    /// <summary>lora: the chance of an input of a transformer's update to be zeroed in training; 0 by default.</summary>
    public double? Dropout { get; init; }

    /// <summary>
    /// lora: the matrices to update: of transformers query, key, value, attention-output, intermediate and output, by default query and value; of recurrent
    /// networks input and state, by default both.
    /// </summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>The matrices to update on a network of some family.</summary>
    public IReadOnlyList<string> TargetsFor(ModelFamily family) => Targets ?? (family == ModelFamily.Rnn ? RecurrentTargets : ["query", "value"]);

    /// <summary>Every problem of these options that can be seen without knowing the network.</summary>
    public IEnumerable<Problem> Validate(string path = "strategy") =>
    [
        .. Check.Range($"{path}.layerDecay", LayerDecay, 0.1, 1),
        .. Check.Range($"{path}.layersPerEpoch", LayersPerEpoch, 1, 100),
        .. Check.Range($"{path}.rank", Rank, 1, 1024),
        .. Check.Range($"{path}.alpha", Alpha, 0.001, 100_000),
        .. Check.Range($"{path}.dropout", Dropout, 0, 0.9),
        .. Check.That(Targets is null or { Count: > 0 }, ProblemCodes.OutOfRange, $"{path}.targets", $"'{path}.targets' is empty."),
        .. Of(StrategyKind.GradualUnfreeze, LayersPerEpoch is not null, $"{path}.layersPerEpoch"),
        .. Of(StrategyKind.Lora, Rank is not null, $"{path}.rank"),
        .. Of(StrategyKind.Lora, Alpha is not null, $"{path}.alpha"),
        .. Of(StrategyKind.Lora, Dropout is not null, $"{path}.dropout"),
        .. Of(StrategyKind.Lora, Targets is not null, $"{path}.targets"),
    ];

    /// <summary>Every problem of these options on a network of some family.</summary>
    public IEnumerable<Problem> ValidateFor(ModelFamily family, string path = "strategy")
    {
        string[] known = family == ModelFamily.Rnn ? RecurrentTargets : TransformerTargets;
        return (Targets ?? []).Index().Where(target => !known.Contains(target.Item)).Select(target =>
            new Problem(ProblemCodes.UnknownValue, $"'{path}.targets[{target.Index}]' must be one of {string.Join(", ", known)}.") { Field = $"{path}.targets[{target.Index}]" });
    }

    private IEnumerable<Problem> Of(StrategyKind owner, bool isGiven, string field) =>
        Check.That(!isGiven || Kind == owner, ProblemCodes.InvalidRequest, field, $"'{field}' is an option of the strategy {HoneJson.Name(owner)} only.");
}
