using TorchSharp.Modules;

namespace Hone.Training.Optimization;

/// <summary>Parameters that learn at the same part of the learning rate. Parts may change between steps.</summary>
public sealed class ParameterGroups
{
    private readonly Dictionary<Parameter, int> groups = new(ReferenceEqualityComparer.Instance);

    /// <param name="count">How many groups there are; a parameter that is assigned to none is in the last one.</param>
    public ParameterGroups(int count = 1)
    {
        Rates = new double[count];
        Array.Fill(Rates, 1);
    }

    /// <summary>What each group's learning rate is multiplied by; a group with 0 is at rest.</summary>
    public double[] Rates { get; }

    /// <summary>Assigns a parameter to a group.</summary>
    public void Assign(Parameter parameter, int group) => groups[parameter] = group;

    /// <summary>The group of a parameter.</summary>
    public int Of(Parameter parameter) => groups.GetValueOrDefault(parameter, Rates.Length - 1);
}
