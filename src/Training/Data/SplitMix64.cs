namespace Hone.Training.Data;

/// <summary>
/// Steele, Lea &amp; Flood's SplitMix64 (2014). Every random choice about data is drawn from one seeded by (seed, place), so that a batch is a
/// function of its number, and a run can be taken up anywhere.
/// </summary>
public struct SplitMix64
{
    private ulong state;

    /// <summary>A generator for one place of a run.</summary>
    public SplitMix64(long seed, long place = 0)
    {
        state = (ulong)seed;
        state = Next() ^ (ulong)place;
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to just below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public int NextInt(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>Puts items in a random order (Fisher &amp; Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
