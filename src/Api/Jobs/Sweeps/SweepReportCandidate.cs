using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Jobs.Sweeps;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>One way of learning the task, and how it did.</summary>
public sealed record SweepReportCandidate
{
    /// <summary>Its place among all, from 1.</summary>
    public required int Rank { get; init; }

    /// <summary>Its number, from 1, in the order of bases and strategies.</summary>
    public required int Candidate { get; init; }

    /// <summary>The version it starts from; null for the network from scratch.</summary>
    public required string? Base { get; init; }

    /// <summary>How the base is adapted.</summary>
    public required StrategyOptions Strategy { get; init; }

    /// <summary>The values of the options that the sweep gives ranges of; <c>epochs</c> are those of the last rung.</summary>
    public required IReadOnlyDictionary<string, double> Training { get; init; }

    /// <summary>Its trainings, one in each rung that it has reached.</summary>
    public required IReadOnlyList<SweepReportTrial> Trials { get; init; }

    /// <summary>Shows a candidate.</summary>
    internal static SweepReportCandidate Of(SweepState state, int number, int rank)
    {
        SweepCandidate candidate = state.Plan.Candidates[number];
        SweepReportTrial[] trials =
        [
            .. state.Trials.Where(trial => trial.Trial!.Candidate == number)
                .Select(trial => SweepReportTrial.Of(trial, state.ValueOf(trial), state.Plan.Schedule.EpochsAt(trial.Trial!.Rung, candidate.Epochs))),
        ];
        return new SweepReportCandidate
        {
            Rank = rank,
            Candidate = number + 1,
            Base = candidate.Base is { } index ? $"{state.Inputs.Models[index].Model}:{state.Inputs.Models[index].Version}" : null,
            Strategy = state.Specification.Strategies[candidate.Strategy],
            Training = candidate.Options,
            Trials = trials,
        };
    }
}
