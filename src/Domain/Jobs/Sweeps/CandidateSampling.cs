namespace Hone.Domain.Jobs.Sweeps;

/// <summary>Chooses what a sweep tries out of all that it may.</summary>
internal static class CandidateSampling
{
    /// <summary>How often a combination is drawn again because it was drawn before; only few whole numbers in a range make that happen.</summary>
    private const int Attempts = 100;

    /// <summary>Candidates that all differ, in the order of bases and strategies; the same for the same sweep.</summary>
    /// <param name="sweep">What may be tried.</param>
    /// <param name="most">How many candidates there may be; at least one for each base with each strategy.</param>
    public static IReadOnlyList<SweepCandidate> Draw(SweepSpecification sweep, int most)
    {
        Random random = new(unchecked((int)(sweep.Seed ^ (sweep.Seed >> 32))));
        IReadOnlyList<(SweepOption Option, SearchRange Range)> options = sweep.Training.Given();
        (int? Base, int Strategy)[] arms = [.. sweep.Arms()];
        long combinations = Count(options);
        int[] shares = Share((int)Math.Min(most, Saturated(arms.Length, combinations)), arms.Length, random);
        return
        [
            .. arms.Zip(shares).SelectMany(arm => Combinations(options, combinations, arm.Second, random)
                .Select(values => new SweepCandidate(arm.First.Base, arm.First.Strategy, values))),
        ];
    }

    /// <summary>How many combinations of values there are; so many that they cannot be counted when a range is not a list.</summary>
    private static long Count(IReadOnlyList<(SweepOption Option, SearchRange Range)> options) =>
        options.Aggregate(1L, (product, given) => given.Range.Values is { } values ? Saturated(product, values.Count) : long.MaxValue);

    private static long Saturated(long a, long b) => a > long.MaxValue / b ? long.MaxValue : a * b;

    /// <summary>Divides candidates among arms, and gives what is left over to some of them.</summary>
    private static int[] Share(int candidates, int arms, Random random)
    {
        int[] shares = [.. Enumerable.Range(0, arms).Select(place => (candidates / arms) + (place < candidates % arms ? 1 : 0))];
        random.Shuffle(shares);
        return shares;
    }

    private static IEnumerable<IReadOnlyDictionary<string, double>> Combinations(
        IReadOnlyList<(SweepOption Option, SearchRange Range)> options,
        long all,
        int wanted,
        Random random)
    {
        if (wanted == all)
        {
            return Enumerable.Range(0, wanted).Select(index => Listed(options, index));
        }

        HashSet<string> drawn = [];
        List<IReadOnlyDictionary<string, double>> chosen = [];
        for (int attempt = 0; chosen.Count < wanted && attempt < wanted * Attempts; attempt++)
        {
            Dictionary<string, double> values = options.ToDictionary(given => given.Option.Name, given => given.Range.Draw(random, given.Option.IsWhole));
            if (drawn.Add(string.Join(' ', values.Values.Select(BitConverter.DoubleToInt64Bits))))
            {
                chosen.Add(values);
            }
        }

        return chosen;
    }

    /// <summary>The combination with a number, where the value of the last option changes first.</summary>
    private static Dictionary<string, double> Listed(IReadOnlyList<(SweepOption Option, SearchRange Range)> options, int index)
    {
        Dictionary<string, double> values = [];
        foreach ((SweepOption option, SearchRange range) in options.Reverse())
        {
            (index, int place) = Math.DivRem(index, range.Values!.Count);
            values[option.Name] = range.Values[place];
        }

        return options.ToDictionary(given => given.Option.Name, given => values[given.Option.Name]);
    }
}
