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
        ulong next = Mix(state);
        state += 0x9E3779B97F4A7C15;
        return next;
    }

    /// <summary>One round by itself: spreads the bits of a number over all 64 bits, one to one.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
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
