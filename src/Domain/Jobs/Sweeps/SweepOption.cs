using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Sweeps;

/// <summary>An option of fine-tuning that a sweep can try values of.</summary>
/// <param name="Name">Its name among the ranges of a sweep.</param>
/// <param name="Field">Where fine-tuning has it.</param>
/// <param name="IsWhole">Whether only whole numbers are meant.</param>
/// <param name="RangeIn">The range that a sweep gives it, if it does.</param>
/// <param name="Set">A specification with another value of it.</param>
internal sealed record SweepOption(
    string Name,
    string Field,
    bool IsWhole,
    Func<SweepTraining, SearchRange?> RangeIn,
    Func<FinetuneSpecification, double, FinetuneSpecification> Set)
{
    /// <summary>How often each candidate sees the training split.</summary>
    public const string Epochs = "epochs";

    private static readonly FinetuneSpecification Blank = new() { Model = "m", Dataset = "d" };

    /// <summary>Every option, in the order in which tables show them.</summary>
    public static IReadOnlyList<SweepOption> All { get; } =
    [
        Training("learningRate", false, ranges => ranges.LearningRate, (training, value) => training with { LearningRate = value }),
        Training(Epochs, true, ranges => ranges.Epochs, (training, value) => training with { Epochs = (int)value }),
        Training("batchTokens", true, ranges => ranges.BatchTokens, (training, value) => training with { BatchTokens = (int)value }),
        Training("dropout", false, ranges => ranges.Dropout, (training, value) => training with { Dropout = value }),
        Training("weightDecay", false, ranges => ranges.WeightDecay, (training, value) => training with { WeightDecay = value }),
        Training("warmup", false, ranges => ranges.Warmup, (training, value) => training with { Warmup = value }),
        Training("labelSmoothing", false, ranges => ranges.LabelSmoothing, (training, value) => training with { LabelSmoothing = value }),
        Training("tokenDropout", false, ranges => ranges.TokenDropout, (training, value) => training with { TokenDropout = value }),
        new(
            "layerDecay",
            "strategy.layerDecay",
            false,
            ranges => ranges.LayerDecay,
            (specification, value) => specification with { Strategy = specification.Strategy with { LayerDecay = value } }),
    ];

    /// <summary>The option with a name.</summary>
    public static SweepOption Of(string name) => All.Single(option => option.Name == name);

    /// <summary>Every problem of a range of this option: what fine-tuning has against its values, and what is wrong with it as a range.</summary>
    public IEnumerable<Problem> Validate(SearchRange range, string path)
    {
        string field = $"{path}.{Name}";
        IEnumerable<Problem> ofValues = range.Places(field).SelectMany(place =>
        {
            FinetuneSpecification tried = Set(Blank, place.Value);
            return tried.Training.Validate().Concat(tried.Strategy.Validate())
                .Where(problem => problem.Field == Field)
                .Select(problem => problem with { Field = place.Field, Message = problem.Message.Replace($"'{Field}'", $"'{place.Field}'", StringComparison.Ordinal) });
        });
        Problem[] problems = [.. ofValues];
        return problems.Length > 0 ? problems : range.Validate(field, IsWhole);
    }

    private static SweepOption Training(string name, bool isWhole, Func<SweepTraining, SearchRange?> rangeIn, Func<FinetuningOptions, double, FinetuningOptions> set) =>
        new(name, $"training.{name}", isWhole, rangeIn, (specification, value) => specification with { Training = set(specification.Training, value) });
}
