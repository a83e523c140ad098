using System.Runtime.CompilerServices;
using System.Text;
using Hone.Training.Data;

namespace Hone.Training.Text;

/// <summary>
/// A MinHash signature (Broder, 1997): of <see cref="Size"/> orders of all shingles, the first shingle of the text in each, of which 16 bits
/// are kept (Li and König, 2010). As many parts of two signatures are the same as of the shingles of two texts both have. A shingle is five
/// characters in a row of the text in lower case, anything but letters and digits counting as one blank. A text too short to have many
/// stands for itself as a whole.
/// </summary>
[InlineArray(Size / 4)]
internal struct TextSignature
{
    /// <summary>How many orders.</summary>
    public const int Size = 32;

    /// <summary>How many 64-bit bands of four parts each.</summary>
    public const int Bands = Size / 4;

    private const int ShingleLength = 5;
    private const int ShortText = 24;

    private static readonly (ulong Add, ulong Multiply)[] Orders = MakeOrders();

    private ulong first;

    /// <summary>The signature of a text.</summary>
    public static TextSignature Of(string text)
    {
        string plain = Simplify(text);
        Span<ulong> lowest = stackalloc ulong[Size];
        lowest.Fill(ulong.MaxValue);
        if (plain.Length < ShortText)
        {
            Take(lowest, HashOf(plain.Length == 0 ? text : plain));
        }
        else
        {
            for (int i = 0; i + ShingleLength <= plain.Length; i++)
            {
                Take(lowest, HashOf(plain.AsSpan(i, ShingleLength)));
            }
        }

        TextSignature signature = default;
        for (int i = 0; i < Size; i++)
        {
            signature[i / 4] |= (SplitMix64.Mix(lowest[i]) >> 48) << (16 * (i % 4));
        }

        return signature;
    }

    /// <summary>How many of the <see cref="Size"/> parts of two signatures are the same.</summary>
    public static int CountSame(in TextSignature one, in TextSignature other)
    {
        int same = 0;
        for (int band = 0; band < Bands; band++)
        {
            ulong difference = one[band] ^ other[band];
            same += ((difference & 0xFFFF) == 0 ? 1 : 0) + ((difference & 0xFFFF_0000) == 0 ? 1 : 0)
                + ((difference & 0xFFFF_0000_0000) == 0 ? 1 : 0) + ((difference >> 48) == 0 ? 1 : 0);
        }

        return same;
    }

    private static string Simplify(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                plain.Append(char.ToLowerInvariant(character));
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().TrimEnd();
    }

    private static void Take(Span<ulong> lowest, ulong shingle)
    {
        for (int i = 0; i < Size; i++)
        {
            lowest[i] = Math.Min(lowest[i], (shingle ^ Orders[i].Add) * Orders[i].Multiply);
        }
    }

    private static ulong HashOf(ReadOnlySpan<char> characters)
    {
        ulong hash = 0;
        foreach (char character in characters)
        {
            hash = SplitMix64.Mix(hash ^ character);
        }

        return hash;
    }

    private static (ulong Add, ulong Multiply)[] MakeOrders()
    {
        (ulong Add, ulong Multiply)[] orders = new (ulong, ulong)[Size];
        for (int i = 0; i < Size; i++)
        {
            orders[i] = (SplitMix64.Mix((ulong)(2 * i)), SplitMix64.Mix((ulong)(2 * i) + 1) | 1);
        }

        return orders;
    }
}
