using System.Text;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>
/// Brings text into the form of a vocabulary before it is cut, step by step. It gives what Hugging Face's normalizers of the same names
/// give in the same order, places in the original text included.
/// </summary>
/// <param name="steps">What is done, in order.</param>
internal sealed class TextNormalizer(params IReadOnlyList<NormalizationStep> steps)
{
    private const int CapitalIWithDot = 0x130;

    /// <summary>What is done, in order.</summary>
    public IReadOnlyList<NormalizationStep> Steps => steps;

    /// <summary>Whether it leaves every text as it is.</summary>
    public bool IsIdentity => steps.Count == 0;

    /// <summary>
    /// The steps that options ask for. The Unicode form comes before letters change, because it makes letters of what looks like them, and
    /// once more where taking accents off has taken characters apart.
    /// </summary>
    /// <param name="options">With every default written out.</param>
    public static TextNormalizer From(TokenizerOptions options) => new(
    [
        .. options.CleanText is true ? [NormalizationStep.CleanText] : (NormalizationStep[])[],
        .. FormOf(options),
        .. options.StripAccents is true ? [NormalizationStep.Nfd, NormalizationStep.StripAccents] : (NormalizationStep[])[],
        .. options.Lowercase is true ? [NormalizationStep.Lowercase] : (NormalizationStep[])[],
        .. options.StripAccents is true && options.UnicodeForm != UnicodeForm.None ? [NormalizationStep.Nfc] : (NormalizationStep[])[],
    ]);

    /// <summary>The step that brings text into the Unicode form that options ask for, if they do.</summary>
    public static IReadOnlyList<NormalizationStep> FormOf(TokenizerOptions options) => options.UnicodeForm switch
    {
        UnicodeForm.Nfc => [NormalizationStep.Nfc],
        UnicodeForm.Nfkc => [NormalizationStep.Nfkc],
        _ => [],
    };

    /// <summary>The normal form of a text; an unpaired surrogate is read as U+FFFD.</summary>
    public NormalizedText Normalize(ReadOnlySpan<char> text)
    {
        NormalizedText normalized = NormalizedText.Of(text);
        foreach (NormalizationStep step in steps)
        {
            normalized = Apply(step, normalized);
        }

        return normalized;
    }

    private static NormalizedText Apply(NormalizationStep step, NormalizedText text) => step switch
    {
        NormalizationStep.Nfd => UnicodeFormWriter.Apply(text, compatible: false, compose: false),
        NormalizationStep.Nfkd => UnicodeFormWriter.Apply(text, compatible: true, compose: false),
        NormalizationStep.Nfc => UnicodeFormWriter.Apply(text, compatible: false, compose: true),
        NormalizationStep.Nfkc => UnicodeFormWriter.Apply(text, compatible: true, compose: true),
        NormalizationStep.CleanText => Clean(text),
        NormalizationStep.StripAccents => Filter(text, codePoint => !CharacterTable.IsCombining(codePoint)),
        NormalizationStep.Lowercase => Lower(text),
        _ => throw new InvalidOperationException($"The step {step} is not known."),
    };

    private static NormalizedText Clean(NormalizedText text)
    {
        NormalizedText kept = Filter(text, codePoint => CharacterTable.All[codePoint] != CharacterKind.Dropped);
        for (int i = 0; i < kept.CodePoints.Count; i++)
        {
            if (CharacterTable.All[kept.CodePoints[i]] == CharacterKind.Space)
            {
                kept.CodePoints[i] = ' ';
            }
        }

        return kept;
    }

    private static NormalizedText Filter(NormalizedText text, Func<int, bool> keep)
    {
        NormalizedText kept = new(new List<int>(text.CodePoints.Count), new List<int>(text.CodePoints.Count));
        for (int i = 0; i < text.CodePoints.Count; i++)
        {
            if (keep(text.CodePoints[i]))
            {
                kept.Add(text.CodePoints[i], text.Origins[i]);
            }
        }

        return kept;
    }

    private static NormalizedText Lower(NormalizedText text)
    {
        NormalizedText lowered = new(new List<int>(text.CodePoints.Count), new List<int>(text.CodePoints.Count));
        for (int i = 0; i < text.CodePoints.Count; i++)
        {
            int codePoint = text.CodePoints[i];
            if (codePoint == CapitalIWithDot)
            {
                // The one letter whose lower case is two characters; invariant casing leaves it alone.
                lowered.Add('i', text.Origins[i]);
                lowered.Add(0x307, text.Origins[i]);
            }
            else
            {
                lowered.Add(Rune.ToLowerInvariant(new Rune(codePoint)).Value, text.Origins[i]);
            }
        }

        return lowered;
    }
}
