using System.Text;
using Hone.Training.Tokenization;

namespace Hone.Training.Segmentation;

/// <summary>
/// Cuts text at spaces, around punctuation and where the script changes, so that every character but white space is in one piece. What is
/// a space or punctuation is what BERT's rules say. A piece of a script with spaces is a word.
/// </summary>
internal ref struct WordScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> text = text;
    private int position;

    /// <summary>The present piece.</summary>
    public ReadOnlySpan<char> Piece { get; private set; }

    /// <summary>Its script, if that is one without spaces.</summary>
    public UnspacedScript Script { get; private set; }

    /// <summary>Where it begins, in code points.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends, in code points.</summary>
    public int End { get; private set; }

    /// <summary>Goes on to the next piece.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        Start = End;
        while (position < text.Length)
        {
            int begin = position;
            int codePoint = Read(text, ref position);
            Start = End++;
            if (CharacterTable.All[codePoint] == CharacterKind.Space)
            {
                continue;
            }

            Script = UnspacedScripts.Of(codePoint);
            if (Script != UnspacedScript.None || CharacterTable.All[codePoint] != CharacterKind.Isolated)
            {
                Extend();
            }

            Piece = text[begin..position];
            return true;
        }

        return false;
    }

    /// <summary>Reads one code point; an unpaired surrogate is read as U+FFFD.</summary>
    public static int Read(ReadOnlySpan<char> text, ref int position)
    {
        _ = Rune.DecodeFromUtf16(text[position..], out Rune rune, out int width);
        position += width;
        return rune.Value;
    }

    /// <summary>Whether a character belongs to the one before it: a mark, or what BERT's rules leave out.</summary>
    public static bool IsJoined(int codePoint) => CharacterTable.All[codePoint] is CharacterKind.Mark or CharacterKind.Dropped;

    private void Extend()
    {
        while (position < text.Length)
        {
            int next = position;
            int codePoint = Read(text, ref next);
            bool goesOn = IsJoined(codePoint)
                || (Script == UnspacedScripts.Of(codePoint) && (Script != UnspacedScript.None || CharacterTable.All[codePoint] == CharacterKind.Letter));
            if (!goesOn)
            {
                return;
            }

            position = next;
            End++;
        }
    }
}
