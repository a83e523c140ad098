using Hone.Domain.Jobs.Specifications;

namespace Hone.Domain.Jobs.Sweeps;

/// <summary>One way of learning the task that a sweep tries.</summary>
/// <param name="Base">Which of the sweep's bases it starts from, counted from 0; null starts from scratch.</param>
/// <param name="Strategy">Which of the sweep's strategies it follows, counted from 0.</param>
/// <param name="Options">The values of the options that the sweep gives ranges of, by name.</param>
public sealed record SweepCandidate(int? Base, int Strategy, IReadOnlyDictionary<string, double> Options)
{
    /// <summary>Its epochs in the last rung.</summary>
    public int Epochs => (int)Options[SweepOption.Epochs];

    /// <summary>What a job of this candidate is asked to do.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="epochs">The epochs to train for.</param>
    public FinetuneSpecification Specify(SweepSpecification sweep, int epochs)
    {
        FinetuneSpecification specification = new()
        {
            Model = sweep.Model,
            Dataset = sweep.Dataset,
            Base = Base is { } index ? sweep.Bases[index] : null,
            Architecture = Base is null ? sweep.Architecture : null,
            Tokenizer = Base is null ? sweep.Tokenizer : null,
            Pooling = sweep.Pooling,
            Crf = sweep.Crf,
            Senses = sweep.Senses,
            Strategy = sweep.Strategies[Strategy],
            Training = new FinetuningOptions
            {
                Seed = sweep.Seed,

                // So patient that it never stops early: it is there to name the metric by which the best epoch is kept.
                EarlyStopping = sweep.Metric is null ? null : new EarlyStoppingOptions { Metric = sweep.Metric, Patience = EarlyStoppingOptions.MostPatience },
            },
        };
        foreach ((string name, double value) in Options)
        {
            specification = SweepOption.Of(name).Set(specification, value);
        }

        return specification with { Training = specification.Training with { Epochs = epochs } };
    }
}
