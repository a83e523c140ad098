namespace Hone.Training.Optimization;

/// <summary>Neighbouring elements of the flat vectors that learn alike.</summary>
/// <param name="Start">The first element.</param>
/// <param name="Length">How many.</param>
/// <param name="Decays">Whether weight decay is applied.</param>
/// <param name="Group">Their group.</param>
public readonly record struct ParameterSpan(long Start, long Length, bool Decays, int Group);
