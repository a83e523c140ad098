namespace Hone.Training.Architectures.Layouts;

/// <summary>The head that judges texts by their first token: a linear layer, an activation, and a linear layer to the labels.</summary>
/// <param name="Pooler">The first linear layer, its whole name.</param>
/// <param name="Classifier">The second one.</param>
/// <param name="UsesRelu">Whether the activation is ReLU rather than the hyperbolic tangent.</param>
public sealed record ClassifierHeadNames(string Pooler, string Classifier, bool UsesRelu = false);
