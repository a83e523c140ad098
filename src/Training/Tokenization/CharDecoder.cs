namespace Hone.Training.Tokenization;

/// <summary>Puts text together from characters, of which nothing is missing but unknown ones.</summary>
internal sealed class CharDecoder(CharTokenizer tokenizer) : TokenDecoder
{
    /// <inheritdoc/>
    public override string Append(int id)
    {
        string token = tokenizer.Token(id);
        return tokenizer.SpecialIds.Contains(id) ? "" : token;
    }

    /// <inheritdoc/>
    public override string End() => "";
}
