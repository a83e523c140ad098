namespace Hone.Training.Inference;

/// <summary>Lets text through until a stop string comes, and holds back what may be the beginning of one.</summary>
/// <param name="stops">The stop strings.</param>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private string held = "";

    /// <summary>Whether a stop string has come. Nothing more is let through.</summary>
    public bool Found { get; private set; }

    /// <summary>Takes in more text, and lets through what can be no part of a stop string.</summary>
    public string Append(string text)
    {
        if (Found)
        {
            return "";
        }

        held += text;
        int first = stops.Select(stop => held.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(-1).Min();
        if (first >= 0)
        {
            Found = true;
            return Release(first);
        }

        int kept = Enumerable.Range(1, held.Length)
            .LastOrDefault(length => stops.Any(stop => length < stop.Length && stop.StartsWith(held[^length..], StringComparison.Ordinal)));
        return Release(held.Length - kept);
    }

    /// <summary>What is still held back when the text ends.</summary>
    public string End() => Found ? "" : Release(held.Length);

    private string Release(int length)
    {
        string released = held[..length];
        held = Found ? "" : held[length..];
        return released;
    }
}
