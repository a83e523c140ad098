using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Segmentation;

namespace Hone.Training.Tokenization;

/// <summary>
/// Cuts text into the tokens of a vocabulary and puts it together again. Any string can be encoded. Safe to use from many threads.
/// </summary>
public abstract class Tokenizer
{
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="begin">The token that begins a sequence.</param>
    /// <param name="end">The token that ends a sequence or a document.</param>
    /// <param name="mask">The token that hides another, if there is one.</param>
    /// <param name="unknown">The token for what cannot be spelled, if there is one.</param>
    /// <param name="special">All tokens that stand for no text of their own.</param>
    /// <exception cref="InvalidDataException">The vocabulary lacks one of them.</exception>
    private protected Tokenizer(Vocabulary vocabulary, string begin, string end, string? mask, string? unknown, IEnumerable<string> special)
    {
        Vocabulary = vocabulary;
        ClassificationId = vocabulary.SpecialId(begin);
        SeparatorId = vocabulary.SpecialId(end);
        MaskId = mask is null ? null : vocabulary.SpecialId(mask);
        UnknownId = unknown is null ? null : vocabulary.SpecialId(unknown);
        SpecialIds = special.Select(vocabulary.SpecialId).ToHashSet();
    }

    /// <summary>How it cuts.</summary>
    public abstract TokenizerKind Kind { get; }

    /// <summary>How many tokens there are; ids run from 0 to one below.</summary>
    public int VocabularySize => Vocabulary.Count;

    /// <summary>The id that begins a sequence, such as BERT's <c>[CLS]</c>.</summary>
    public int ClassificationId { get; }

    /// <summary>The id that ends a sequence or a document, such as BERT's <c>[SEP]</c> or GPT-2's <c>&lt;|endoftext|&gt;</c>.</summary>
    public int SeparatorId { get; }

    /// <summary>The id that hides a token; null where the vocabulary has none, as GPT-2's.</summary>
    public int? MaskId { get; }

    /// <summary>The id that stands for what the vocabulary cannot spell; null where it can spell everything.</summary>
    public int? UnknownId { get; }

    /// <summary>The id that fills batches up, which no text has; null where the vocabulary has none, as GPT-2's.</summary>
    public int? PadId => Id(Tokenization.SpecialTokens.Pad) ?? Id(ByteBpeSpecialTokens.Roberta.Pad!);

    /// <summary>The ids that stand for no text of their own: never hidden, never put in at random, not shown.</summary>
    public IReadOnlySet<int> SpecialIds { get; }

    /// <summary>Cuts texts into words; it is saved and loaded with the tokenizer.</summary>
    public WordSegmenter Segmenter { get; internal set; } = WordSegmenter.Empty;

    /// <summary>The tokens.</summary>
    internal Vocabulary Vocabulary { get; }

    /// <summary>Reads the tokenizer of a model directory, of whichever kind it is.</summary>
    /// <param name="modelDirectory">The model directory.</param>
    /// <exception cref="RefusalException">The files are missing, broken, or of a tokenizer that is not read.</exception>
    public static Tokenizer Load(string modelDirectory) => TokenizerFiles.Load(modelDirectory);

    /// <summary>Writes its files as Hugging Face's libraries read them, and the words it knows beside them.</summary>
    /// <param name="modelDirectory">An existing directory.</param>
    /// <param name="maximumLength">The longest sequence the model takes, in tokens.</param>
    public void Save(string modelDirectory, int? maximumLength = null)
    {
        SaveTokens(modelDirectory, maximumLength);
        WordFile.Write(modelDirectory, Segmenter);
    }

    /// <summary>The token with an id, as it stands in the vocabulary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public string Token(int id) => Vocabulary.Token(id);

    /// <summary>The id of a token as it stands in the vocabulary, or null where that does not hold it.</summary>
    public int? Id(string token) => Vocabulary.Id(token);

    /// <summary>Appends the ids of a text, without special tokens.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">What to append to.</param>
    public abstract void Encode(ReadOnlySpan<char> text, List<int> ids);

    /// <summary>The tokens of a text with their places in it, without special tokens.</summary>
    /// <param name="text">Any text.</param>
    public abstract IReadOnlyList<Token> Tokenize(string text);

    /// <summary>The ids of a text, and for each whether a word begins with it: the first token of a word, and white space.</summary>
    /// <remarks>A token that reaches from one word into the next belongs to the first, and so does what is left of the next.</remarks>
    /// <param name="text">Any text.</param>
    public IEnumerable<(int Id, bool BeginsWord)> EncodeWithWords(string text)
    {
        IReadOnlyList<WordSpan> words = Segmenter.Segment(text);
        int next = 0;
        int begun = -1; // the last word that a token reaches into
        foreach (Token token in Tokenize(text))
        {
            while (next < words.Count && words[next].End <= token.Start)
            {
                next++;
            }

            bool isSpace = next == words.Count || words[next].Start >= token.End;
            yield return (token.Id, isSpace || next > begun);
            for (int word = next; word < words.Count && words[word].Start < token.End; word++)
            {
                begun = Math.Max(begun, word);
            }
        }
    }

    /// <summary>Begins to put text together, token by token.</summary>
    public abstract TokenDecoder CreateDecoder();

    /// <summary>The text of some tokens; special ones are left out.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        TokenDecoder decoder = CreateDecoder();
        return string.Concat(ids.Select(decoder.Append)) + decoder.End();
    }

    /// <summary>Writes the files that Hugging Face's libraries read.</summary>
    private protected abstract void SaveTokens(string modelDirectory, int? maximumLength);
}
