using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>Puts characters together from bytes. Bytes that are no UTF-8 become U+FFFD; the first ones of a character are kept until it is whole.</summary>
internal sealed class ByteBpeDecoder(ByteBpeTokenizer tokenizer) : TokenDecoder
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <inheritdoc/>
    public override string Append(int id)
    {
        string token = tokenizer.Token(id);
        return tokenizer.SpecialIds.Contains(id) ? "" : Read(ByteAlphabet.Read(token), isEnd: false);
    }

    /// <inheritdoc/>
    public override string End() => Read([], isEnd: true);

    private string Read(byte[] bytes, bool isEnd)
    {
        char[] characters = new char[decoder.GetCharCount(bytes, isEnd)];
        return new string(characters, 0, decoder.GetChars(bytes, characters, isEnd));
    }
}
