using Hone.Training.Native;

namespace Hone.Training.Loop;

/// <summary>
/// Keeps the memory that a training holds near what a step needs. No two batches are alike, so what one step frees is often a little too small for the next,
/// and the gaps between blocks grow: to several times what is in use, after some thousand steps. Giving everything freed back costs about a third of a step,
/// so it is done only where the process has grown by a good part.
/// </summary>
internal sealed class MemoryBound
{
    private const double MostGrowth = 1.25;

    /// <summary>Steps until all that a step needs was touched again.</summary>
    private const int SettlingSteps = 2;

    private long settled;
    private int steps;

    /// <summary>Steps are about to be taken: gives back what reading and encoding left behind.</summary>
    public static void Begin()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        CAllocator.ReleaseFreed();
    }

    /// <summary>A step was taken.</summary>
    public void TookStep()
    {
        long resident = Environment.WorkingSet;
        if (++steps <= SettlingSteps)
        {
            settled = resident;
        }
        else if (resident > MostGrowth * settled)
        {
            CAllocator.ReleaseFreed();
            steps = 0;
        }
    }
}
