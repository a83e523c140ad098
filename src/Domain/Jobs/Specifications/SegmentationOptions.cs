using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>How the words of scripts without spaces, such as Chinese, are learnt from the corpus.</summary>
public sealed record SegmentationOptions
{
    private const int MostDictionaryWords = 100_000;
    private const int LongestDictionaryWord = 32;

    /// <summary>Words of such scripts that are known beforehand; they are kept together wherever they occur.</summary>
    public IReadOnlyList<string> Dictionary { get; init; } = [];

    /// <summary>The longest word that is looked for, in characters.</summary>
    public int MaximumLength { get; init; } = 4;

    /// <summary>How often a word must occur.</summary>
    public int MinimumFrequency { get; init; } = 5;

    /// <summary>The most words that are kept, single characters included; those of the dictionary come on top.</summary>
    public int MaximumWords { get; init; } = 100_000;

    /// <summary>Words are learnt from this many characters, the first of the corpora; memory grows with it, by some 50 bytes each.</summary>
    public int SampleCharacters { get; init; } = 5_000_000;

    /// <summary>Every problem of these options; none when words can be learnt with them.</summary>
    public IEnumerable<Problem> Validate(string path = "tokenizer.segmentation") =>
    [
        .. Check.Range($"{path}.maximumLength", MaximumLength, 1, 8),
        .. Check.Range($"{path}.minimumFrequency", MinimumFrequency, 1, 1_000_000),
        .. Check.Range($"{path}.maximumWords", MaximumWords, 1_000, 1_000_000),
        .. Check.Range($"{path}.sampleCharacters", SampleCharacters, 1_000, 100_000_000),
        .. Check.That(
            Dictionary.Count <= MostDictionaryWords,
            ProblemCodes.OutOfRange,
            $"{path}.dictionary",
            $"'{path}.dictionary' has {Dictionary.Count} words; it may have {MostDictionaryWords}."),
        .. Dictionary.Take(MostDictionaryWords).SelectMany((word, index) => Check.That(
            word.Length is > 0 and <= LongestDictionaryWord && !word.Any(char.IsWhiteSpace),
            ProblemCodes.OutOfRange,
            $"{path}.dictionary[{index}]",
            $"'{path}.dictionary[{index}]' must have 1 to {LongestDictionaryWord} characters and no white space.")),
    ];
}
