using System.Text;

namespace Hone.Benchmarks.Corpora;

/// <summary>
/// Texts that a model is chosen by or judged on, and that nothing it learns from may hold: compared by their letters and digits alone, so that the same
/// text laid out otherwise is known.
/// </summary>
internal sealed class HeldOutTexts
{
    /// <summary>A text of fewer letters and digits is only known where it stands alone: within another it says nothing.</summary>
    private const int Prefix = 16;

    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> byPrefix = new(StringComparer.Ordinal);

    /// <param name="texts">The texts.</param>
    public HeldOutTexts(IEnumerable<string> texts)
    {
        foreach (string key in texts.Select(KeyOf))
        {
            if (key.Length == 0 || !keys.Add(key) || key.Length < Prefix)
            {
                continue;
            }

            if (byPrefix.TryGetValue(key[..Prefix], out List<string>? alike))
            {
                alike.Add(key);
            }
            else
            {
                byPrefix.Add(key[..Prefix], [key]);
            }
        }
    }

    /// <summary>Whether a document is one of the texts, or holds one.</summary>
    public bool AreIn(string document)
    {
        string key = KeyOf(document);
        if (keys.Contains(key))
        {
            return true;
        }

        Dictionary<string, List<string>>.AlternateLookup<ReadOnlySpan<char>> lookup = byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int start = 0; start + Prefix <= key.Length; start++)
        {
            if (lookup.TryGetValue(key.AsSpan(start, Prefix), out List<string>? alike)
                && alike.Exists(other => key.AsSpan(start).StartsWith(other, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private static string KeyOf(string text)
    {
        StringBuilder key = new(text.Length);
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                key.Append(char.ToLowerInvariant(character));
            }
        }

        return key.ToString();
    }
}
