using System.Collections.Frozen;
using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// GPT-2's spelling of bytes as characters that can be seen (Radford et al., 2019): a byte that is a printable character of Latin-1 is
/// that character, the others are the characters from U+0100 on, so that a space is written Ġ.
/// </summary>
internal static class ByteAlphabet
{
    /// <summary>How a space is written.</summary>
    public const char Space = 'Ġ';

    private static readonly char[] Spellings = Spell();
    private static readonly FrozenDictionary<char, byte> Bytes =
        Spellings.Index().ToFrozenDictionary(pair => pair.Item, pair => (byte)pair.Index);

    /// <summary>The 256 characters, by code point: the order in which a trained vocabulary has them.</summary>
    public static IEnumerable<string> Characters => Spellings.Order().Select(character => character.ToString());

    /// <summary>The character for a byte.</summary>
    public static char Character(byte value) => Spellings[value];

    /// <summary>Writes the UTF-8 of a text in the characters of the alphabet.</summary>
    public static string Spell(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(bytes.Length, bytes, static (characters, bytes) =>
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                characters[i] = Spellings[bytes[i]];
            }
        });
    }

    /// <summary>The bytes of a token; one that is not spelled in the alphabet stands for its own UTF-8.</summary>
    public static byte[] Read(string token)
    {
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
            {
                return Encoding.UTF8.GetBytes(token);
            }
        }

        return bytes;
    }

    private static char[] Spell()
    {
        char[] spellings = new char[256];
        int others = 0;
        for (int value = 0; value < spellings.Length; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            spellings[value] = (char)(printable ? value : 0x100 + others++);
        }

        return spellings;
    }
}
