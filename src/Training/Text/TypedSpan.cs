namespace Hone.Training.Text;

/// <summary>A run of words with a type: an entity, a slot, an argument.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Start">Its first word, counted from 0.</param>
/// <param name="End">The word after its last.</param>
public readonly record struct TypedSpan(string Type, int Start, int End);
