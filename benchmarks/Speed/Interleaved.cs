namespace Hone.Benchmarks.Speed;

/// <summary>Takes figures by turns, so that what else the machine does disturbs all alike.</summary>
internal static class Interleaved
{
    /// <summary>Takes each figure once in every round; every other round goes backwards, so that none is always first.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="figures">What takes a figure.</param>
    /// <param name="cancellationToken">Stops it between two figures.</param>
    /// <returns>For each of <paramref name="figures"/>, its figures by round.</returns>
    public static IReadOnlyList<IReadOnlyList<double>> Take(int rounds, IReadOnlyList<Func<double>> figures, CancellationToken cancellationToken)
    {
        double[][] taken = [.. figures.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < figures.Count; turn++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int which = round % 2 == 0 ? turn : figures.Count - 1 - turn;
                taken[which][round] = figures[which]();
            }
        }

        return taken;
    }
}
