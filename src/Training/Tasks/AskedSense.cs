namespace Hone.Training.Tasks;

/// <summary>The question which sense the predicate of a window has.</summary>
/// <param name="Row">The place of its first token among those of the window.</param>
/// <param name="Word">Its word.</param>
/// <param name="Right">The right sense, which training need not have shown; null where it is not known.</param>
internal sealed record AskedSense(int Row, string Word, string? Right);
