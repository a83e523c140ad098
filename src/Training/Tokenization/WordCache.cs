using System.Runtime.InteropServices;

namespace Hone.Training.Tokenization;

/// <summary>
/// The ids of words seen lately. A fixed number of slots, each overwritten by the next word that falls on it: bounded, without locks,
/// and right under any interleaving because an entry never changes once it is in its slot.
/// </summary>
/// <param name="encode">Appends the ids of a word that is not here.</param>
internal sealed class WordCache(WordCache.Encoder encode)
{
    /// <summary>A longer word is rare enough not to be kept.</summary>
    private const int LongestWord = 32;

    private const int Slots = 1 << 15;

    private readonly Entry?[] entries = new Entry?[Slots];

    /// <summary>Appends the ids of a word.</summary>
    public delegate void Encoder(ReadOnlySpan<char> word, List<int> ids);

    /// <summary>Appends the ids of a word, which is encoded only if it was not seen lately.</summary>
    /// <param name="word">The word as it stands in the text.</param>
    /// <param name="ids">What to append to.</param>
    public void Append(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.Length > LongestWord)
        {
            encode(word, ids);
            return;
        }

        int slot = Hash(word) & (Slots - 1);
        Entry? entry = Volatile.Read(ref entries[slot]);
        if (entry is not null && word.SequenceEqual(entry.Word))
        {
            ids.AddRange(entry.Ids);
            return;
        }

        int start = ids.Count;
        encode(word, ids);
        Volatile.Write(ref entries[slot], new Entry(word.ToString(), CollectionsMarshal.AsSpan(ids)[start..].ToArray()));
    }

    private static int Hash(ReadOnlySpan<char> word)
    {
        uint hash = 2166136261;
        foreach (char character in word)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (int)(hash ^ (hash >> 15));
    }

    private sealed record Entry(string Word, int[] Ids);
}
