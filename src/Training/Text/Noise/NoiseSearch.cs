using Hone.Training.Text.Tasks;

namespace Hone.Training.Text.Noise;

/// <summary>Looks for labels that are probably wrong, among the rows that it is shown.</summary>
internal abstract class NoiseSearch
{
    /// <summary>Shows a row.</summary>
    /// <param name="row">Its place among the examples.</param>
    /// <param name="example">What it says; it can be used.</param>
    /// <param name="textHash">Stands for its text.</param>
    public abstract void Add(int row, TaskRow example, ulong textHash);

    /// <summary>What is suspicious among the rows that were shown.</summary>
    /// <param name="seed">The same rows in any order and the same seed give the same.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Null where there is too little to judge by.</returns>
    public abstract NoiseFindings? Find(long seed, CancellationToken cancellationToken);
}
