namespace Hone.Training.Architectures;

/// <summary>A layer whose matrices can learn by low-rank updates while they themselves rest.</summary>
internal interface IAdaptable
{
    /// <summary>Gives those of its matrices that are asked for an update.</summary>
    void Adapt(LowRankOptions options);

    /// <summary>Adds the updates to the matrices, and forgets them: what the layer computes when it predicts stays the same.</summary>
    void Merge();
}
