namespace Hone.Training.Tokenization;

/// <summary>
/// Brings a text into a Unicode normalization form (UAX #15): characters are taken apart, marks put in order, and, where asked, what
/// belongs together is put together. The places are those of Hugging Face's normalizers: a character that several were put together to
/// has the place of the first, and one that was added when another was taken apart has the place of the one before it.
/// </summary>
/// <param name="compatible">Whether looks alone are given up.</param>
/// <param name="compose">Whether characters are put together.</param>
internal sealed class UnicodeFormWriter(bool compatible, bool compose)
{
    private readonly List<Piece> pending = [];
    private readonly List<Piece> behind = [];
    private NormalizedText source = NormalizedText.Empty;
    private NormalizedText result = NormalizedText.Empty;
    private Piece? starter;
    private int lastClass;
    private int consumed;

    /// <summary>The form of a text; the text itself where it has it already.</summary>
    public static NormalizedText Apply(NormalizedText text, bool compatible, bool compose) =>
        text.CodePoints.TrueForAll(codePoint => NormalizationTable.IsInert(codePoint, compatible, compose))
            ? text
            : new UnicodeFormWriter(compatible, compose).Write(text);

    private NormalizedText Write(NormalizedText text)
    {
        source = text;
        result = new NormalizedText([], []);
        Span<int> room = stackalloc int[3];
        foreach (int codePoint in text.CodePoints)
        {
            ReadOnlySpan<int> parts = NormalizationTable.Decompose(codePoint, compatible, room);
            Take(parts.IsEmpty ? codePoint : parts[0], added: 0);
            for (int i = 1; i < parts.Length; i++)
            {
                Take(parts[i], added: 1);
            }
        }

        Sort();
        EmitStarter();
        return result;
    }

    private void Take(int codePoint, int added)
    {
        byte combiningClass = NormalizationTable.CombiningClass(codePoint);
        if (combiningClass == 0)
        {
            Sort();
        }

        pending.Add(new Piece(codePoint, added, combiningClass));
    }

    /// <summary>Passes on what stands since the last character that is no mark, with the marks in order.</summary>
    private void Sort()
    {
        IEnumerable<Piece> inOrder = pending.Count > 2 ? pending.OrderBy(piece => piece.Class) : pending;
        if (pending.Count == 2 && pending[0].Class > pending[1].Class)
        {
            pending.Reverse();
        }

        foreach (Piece piece in inOrder)
        {
            if (compose)
            {
                Compose(piece);
            }
            else
            {
                Emit(piece);
            }
        }

        pending.Clear();
    }

    private void Compose(Piece piece)
    {
        if (starter is not Piece first)
        {
            if (piece.Class == 0)
            {
                starter = piece;
            }
            else
            {
                Emit(piece);
            }

            return;
        }

        bool isBlocked = behind.Count > 0 && lastClass >= piece.Class;
        int composed = isBlocked ? -1 : NormalizationTable.Compose(first.CodePoint, piece.CodePoint);
        if (composed >= 0)
        {
            starter = first with { CodePoint = composed, Added = first.Added + piece.Added - 1 };
        }
        else if (piece.Class == 0)
        {
            EmitStarter();
            starter = piece;
        }
        else
        {
            behind.Add(piece);
            lastClass = piece.Class;
        }
    }

    private void EmitStarter()
    {
        if (starter is Piece first)
        {
            Emit(first);
        }

        behind.ForEach(Emit);
        behind.Clear();
        starter = null;
    }

    private void Emit(Piece piece)
    {
        if (piece.Added > 0)
        {
            result.Add(piece.CodePoint, consumed == 0 ? NormalizedText.NoOrigin : source.Origins[consumed - 1]);
            return;
        }

        result.Add(piece.CodePoint, source.Origins[consumed]);
        consumed += 1 - piece.Added;
    }

    /// <param name="CodePoint">A character of the form.</param>
    /// <param name="Added">1 where it was added to the text, 0 where it replaces a character, -n where it replaces n more.</param>
    /// <param name="Class">Its combining class.</param>
    private readonly record struct Piece(int CodePoint, int Added, byte Class);
}
