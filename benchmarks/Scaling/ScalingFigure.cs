namespace Hone.Benchmarks.Scaling;

/// <summary>A picture of how something grows with something else.</summary>
/// <param name="Name">The word that rows name it by; its file is <c>performance.NAME.svg</c>.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="XTitle">What grows.</param>
/// <param name="YTitle">What grows with it.</param>
internal sealed record ScalingFigure(string Name, string Title, string XTitle, string YTitle)
{
    /// <summary>Speed of training by threads.</summary>
    public static ScalingFigure Threads { get; } = new("threads", "Training by threads", "threads", "tokens a second");

    /// <summary>Time of a training step by the sizes of the network.</summary>
    public static ScalingFigure Sizes { get; } = new(
        "sizes", "A training step of 4,096 tokens by the sizes of the network", "multiple of 4 layers, 256 wide, sequences of 128 (logarithmic)", "milliseconds a step");

    /// <summary>Time of an answer by load.</summary>
    public static ScalingFigure Load { get; } = new("load", "/predict by load", "clients that ask without pause (logarithmic)", "median milliseconds of an answer");

    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<ScalingFigure> All { get; } = [Threads, Sizes, Load];

    /// <summary>The file of the picture, beside the page.</summary>
    public string PictureName => $"performance.{Name}.svg";
}
