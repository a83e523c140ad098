namespace Hone.Training.Tokenization;

/// <summary>
/// The ids of words seen lately. A fixed number of slots, each overwritten by the next word that falls on it: bounded, without locks,
/// and right under any interleaving because an entry never changes once it is in its slot.
/// </summary>
internal sealed class WordCache
{
    /// <summary>A longer word is rare enough not to be kept.</summary>
    public const int LongestWord = 32;

    private const int Slots = 1 << 15;

    private readonly Entry?[] entries = new Entry?[Slots];

    /// <summary>Looks a word up.</summary>
    /// <param name="word">The word as it stands in the text.</param>
    /// <param name="slot">Where it belongs; to be given to <see cref="Store"/> when it was not found.</param>
    /// <param name="ids">The ids it was stored with.</param>
    public bool TryGet(ReadOnlySpan<char> word, out int slot, out ReadOnlySpan<int> ids)
    {
        slot = Hash(word) & (Slots - 1);
        Entry? entry = Volatile.Read(ref entries[slot]);
        if (entry is not null && word.SequenceEqual(entry.Word))
        {
            ids = entry.Ids;
            return true;
        }

        ids = [];
        return false;
    }

    public void Store(int slot, ReadOnlySpan<char> word, ReadOnlySpan<int> ids) =>
        Volatile.Write(ref entries[slot], new Entry(word.ToString(), ids.ToArray()));

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
