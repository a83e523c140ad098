namespace Hone.Training.Tokenization;

/// <summary>The tokens of a tokenizer, each with its id.</summary>
internal sealed class Vocabulary
{
    private readonly string[] tokens;
    private readonly Dictionary<string, int> ids;

    /// <param name="tokens">The tokens in the order of their ids.</param>
    /// <exception cref="InvalidDataException">A token occurs twice.</exception>
    public Vocabulary(IEnumerable<string> tokens)
    {
        this.tokens = [.. tokens];
        ids = new Dictionary<string, int>(this.tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < this.tokens.Length; id++)
        {
            if (!ids.TryAdd(this.tokens[id], id))
            {
                throw new InvalidDataException($"the token with id {id} occurs before, with id {ids[this.tokens[id]]}");
            }
        }
    }

    /// <summary>The tokens in the order of their ids.</summary>
    public IReadOnlyList<string> Tokens => tokens;

    /// <summary>How many tokens there are.</summary>
    public int Count => tokens.Length;

    /// <summary>Reads a vocabulary as JSON files hold it.</summary>
    /// <param name="map">The id of each token.</param>
    /// <param name="name">What the file calls it.</param>
    /// <exception cref="InvalidDataException">An id is missing or given twice.</exception>
    public static Vocabulary Read(IReadOnlyDictionary<string, int> map, string name)
    {
        string?[] tokens = new string?[map.Count];
        foreach ((string token, int id) in map)
        {
            if ((uint)id >= (uint)tokens.Length || tokens[id] is not null)
            {
                throw new InvalidDataException($"the ids of '{name}' must run from 0 to {tokens.Length - 1}, each once");
            }

            tokens[id] = token;
        }

        return new Vocabulary(tokens!);
    }

    /// <summary>The vocabulary as JSON files hold it.</summary>
    public Dictionary<string, int> ToMap() => tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index);

    /// <summary>The token with an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public string Token(int id) =>
        (uint)id < (uint)tokens.Length ? tokens[id] : throw new ArgumentOutOfRangeException(nameof(id), id, "Not an id of this vocabulary.");

    /// <summary>The id of a token, or null where there is no such token.</summary>
    public int? Id(string token) => ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>The id of a special token.</summary>
    /// <exception cref="InvalidDataException">There is no such token.</exception>
    public int SpecialId(string token) => Id(token) ?? throw new InvalidDataException($"the vocabulary lacks the special token {token}");
}
