namespace Hone.Domain.Jobs.Sweeps;

/// <summary>
/// Successive halving (Jamieson &amp; Talwalkar 2016): all candidates are trained a little, the better part of them goes on with so many times as much, until
/// the last rung, in which candidates get all their epochs. There are as many rungs as both the candidates and their epochs can be divided.
/// </summary>
public sealed record HalvingSchedule
{
    /// <summary>How many times fewer candidates each rung has than the one before, and how many times more epochs.</summary>
    public required int Eta { get; init; }

    /// <summary>How many candidates each rung has.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>Trainings in all rungs together.</summary>
    public int Jobs => Sizes.Sum();

    /// <summary>The schedule of so many candidates.</summary>
    /// <param name="candidates">How many there are, at least one.</param>
    /// <param name="leastEpochs">The epochs in the last rung of the candidate with the fewest; it gets at least one in the first.</param>
    /// <param name="eta">The part that goes on is one in so many.</param>
    public static HalvingSchedule For(int candidates, int leastEpochs, int eta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(leastEpochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(eta, 2);
        List<int> sizes = [candidates];
        for (long divisor = eta; divisor <= Math.Min(candidates, leastEpochs); divisor *= eta)
        {
            sizes.Add((int)(candidates / divisor));
        }

        return new HalvingSchedule { Eta = eta, Sizes = sizes };
    }

    /// <summary>The most candidates whose schedule has no more trainings than are allowed; at least one must be.</summary>
    public static int MostCandidates(int jobs, int leastEpochs, int eta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        int most = 1;
        while (For(most + 1, leastEpochs, eta).Jobs <= jobs)
        {
            most++;
        }

        return most;
    }

    /// <summary>The epochs of a candidate in a rung.</summary>
    /// <param name="rung">The rung, from 0.</param>
    /// <param name="epochs">The candidate's epochs in the last one.</param>
    public int EpochsAt(int rung, int epochs)
    {
        for (int later = rung + 1; later < Sizes.Count; later++)
        {
            epochs /= Eta; // dividing again and again is dividing by the product
        }

        return Math.Max(1, epochs);
    }
}
