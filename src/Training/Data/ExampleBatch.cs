namespace Hone.Training.Data;

/// <summary>Some examples of a task, packed.</summary>
/// <typeparam name="TExample">The task's examples.</typeparam>
/// <param name="Examples">The examples in the order of their sequences.</param>
public sealed record ExampleBatch<TExample>(IReadOnlyList<TExample> Examples) : Batch(
    [.. Examples.SelectMany(example => example.Ids)],
    [.. Examples.SelectMany(example => example.Lengths)],
    Examples.Any(example => example.TokenTypes is not null) ? [.. Examples.SelectMany(example => example.TokenTypes ?? new int[example.Ids.Length])] : null)
    where TExample : EncodedExample;
