namespace Hone.Training.Architectures;

/// <summary>How matrices learn by low-rank updates.</summary>
/// <param name="Targets">The names of the matrices.</param>
/// <param name="Rank">The rank of an update; of a narrower matrix its width at most.</param>
/// <param name="Alpha">An update is scaled by alpha / rank.</param>
/// <param name="Dropout">The chance of an input of the update to be zeroed in training.</param>
internal sealed record LowRankOptions(IReadOnlyList<string> Targets, int Rank, double Alpha, double Dropout);
