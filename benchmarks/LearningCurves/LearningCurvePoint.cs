using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.LearningCurves;

/// <summary>A number of labelled examples, and how long each starting point learns from them: at most about as many steps for many as for few.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="PerLabel">Examples of each label, or as many as there are.</param>
/// <param name="PretrainedEpochs">Passes over them from the pretrained base.</param>
/// <param name="ScratchEpochs">Passes over them from fresh weights, which take longer.</param>
internal sealed record LearningCurvePoint(string Name, int PerLabel, int PretrainedEpochs, int ScratchEpochs)
{
    /// <summary>Every number that is measured; the first is that of the quickstart.</summary>
    public static IReadOnlyList<LearningCurvePoint> All { get; } = [new("20", 20, 20, 20), new("50", 50, 15, 20), new("200", 200, 10, 15), new("all", int.MaxValue, 5, 8)];

    /// <summary>The options of the quickstart, with this number of epochs.</summary>
    public FinetuningOptions Train(FinetuningOptions options, StartingPoint start) =>
        options with { Epochs = start == StartingPoint.Pretrained ? PretrainedEpochs : ScratchEpochs };
}
