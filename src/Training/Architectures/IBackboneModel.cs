namespace Hone.Training.Architectures;

/// <summary>A backbone with a head, whose weights have names to be saved and loaded under.</summary>
public interface IBackboneModel
{
    /// <summary>The network below the head.</summary>
    Backbone Backbone { get; }

    /// <summary>All weights under the names they are saved by, as views.</summary>
    IEnumerable<NamedTensor> NamedTensors();
}
