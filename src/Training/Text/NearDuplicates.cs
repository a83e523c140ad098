namespace Hone.Training.Text;

/// <summary>
/// Finds nearly identical texts by their signatures: texts of which some band is the same are compared (locality-sensitive hashing, Indyk
/// and Motwani, 1998), and those with at least <see cref="SameParts"/> parts the same are taken together, with all that are taken together
/// with either. What is found depends on the texts alone, not on their order.
/// </summary>
/// <param name="limit">Among how many rows to look; among more nothing is sought, so that memory is bounded.</param>
internal sealed class NearDuplicates(int limit)
{
    /// <summary>Of 32; about eight tenths of all shingles.</summary>
    public const int SameParts = 26;

    /// <summary>With how many others that have the same band a text is compared.</summary>
    private const int Neighbours = 16;

    /// <summary>A group of so many rows is never large, and one of more than the twentieth part of all is.</summary>
    private const int SmallGroup = 10;

    private const int LargeGroupFraction = 20;

    private List<TextSignature>? signatures = [];

    /// <summary>Whether there were too many rows to look.</summary>
    public bool GaveUp => signatures is null;

    /// <summary>Adds the text of the next row.</summary>
    public void Add(string text)
    {
        if (signatures?.Count == limit)
        {
            signatures = null;
        }

        signatures?.Add(TextSignature.Of(text));
    }

    /// <summary>Gathers the rows by texts that are nearly identical.</summary>
    /// <param name="texts">The rows by their texts.</param>
    /// <returns>The groups; those of <paramref name="texts"/> where nothing was sought.</returns>
    public TextGroups Gather(TextGroups texts)
    {
        if (signatures is null)
        {
            return texts;
        }

        int[] parents = [.. Enumerable.Range(0, texts.Count)];
        ulong[] bands = new ulong[texts.Count];
        int[] order = new int[texts.Count];
        for (int band = 0; band < TextSignature.Bands; band++)
        {
            for (int text = 0; text < order.Length; text++)
            {
                order[text] = text;
                bands[text] = signatures[texts[text][0]][band];
            }

            Array.Sort(bands, order);
            Join(parents, bands, order, text => signatures[texts[text][0]]);
        }

        ulong[] keyOfRow = new ulong[signatures.Count];
        for (int text = 0; text < order.Length; text++)
        {
            foreach (int row in texts[text])
            {
                keyOfRow[row] = texts.KeyOf(Find(parents, text));
            }
        }

        return new TextGroups(keyOfRow);
    }

    /// <summary>
    /// Gathers rows of large groups by their texts alone. Where many texts are made from one pattern, to keep all of them together would leave
    /// nothing to set aside.
    /// </summary>
    /// <param name="similar">The rows by texts that are nearly identical.</param>
    /// <param name="texts">The rows by their texts.</param>
    public static TextGroups Bound(TextGroups similar, TextGroups texts)
    {
        ulong[] keyOfRow = new ulong[similar.Rows];
        for (int text = 0; text < texts.Count; text++)
        {
            foreach (int row in texts[text])
            {
                keyOfRow[row] = texts.KeyOf(text);
            }
        }

        for (int group = 0; group < similar.Count; group++)
        {
            if (similar[group].Length <= Math.Max(SmallGroup, similar.Rows / LargeGroupFraction))
            {
                foreach (int row in similar[group])
                {
                    keyOfRow[row] = similar.KeyOf(group);
                }
            }
        }

        return new TextGroups(keyOfRow);
    }

    private static void Join(int[] parents, ulong[] bands, int[] order, Func<int, TextSignature> signatureOf)
    {
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && bands[end] == bands[start])
            {
                end++;
            }

            Array.Sort(order, start, end - start);
            for (int i = start + 1; i < end; i++)
            {
                for (int j = Math.Max(start, i - Neighbours); j < i; j++)
                {
                    int one = Find(parents, order[i]);
                    int other = Find(parents, order[j]);
                    if (one != other && TextSignature.CountSame(signatureOf(order[i]), signatureOf(order[j])) >= SameParts)
                    {
                        parents[Math.Max(one, other)] = Math.Min(one, other);
                    }
                }
            }
        }
    }

    private static int Find(int[] parents, int text)
    {
        while (parents[text] != text)
        {
            text = parents[text] = parents[parents[text]];
        }

        return text;
    }
}
