namespace Hone.Benchmarks.Quality;

/// <summary>What a peer reached on the test split of a data set.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Accuracy">Its accuracy.</param>
/// <param name="MacroF1">The plain mean of the labels' F1.</param>
/// <param name="Minutes">How long it learnt and predicted.</param>
internal sealed record PeerResult(string Name, double Accuracy, double MacroF1, double Minutes);
