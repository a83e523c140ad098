using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;

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

    /// <summary>The tokens.</summary>
    internal Vocabulary Vocabulary { get; }

    /// <summary>Reads the tokenizer of a model directory, of whichever kind it is.</summary>
    /// <param name="modelDirectory">The model directory.</param>
    /// <exception cref="RefusalException">The files are missing, broken, or of a tokenizer that is not read.</exception>
    public static Tokenizer Load(string modelDirectory) => TokenizerFiles.Load(modelDirectory);

    /// <summary>Writes its files as Hugging Face's libraries read them.</summary>
    /// <param name="modelDirectory">An existing directory.</param>
    /// <param name="maximumLength">The longest sequence the model takes, in tokens.</param>
    public abstract void Save(string modelDirectory, int? maximumLength = null);

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

    /// <summary>Begins to put text together, token by token.</summary>
    public abstract TokenDecoder CreateDecoder();

    /// <summary>The text of some tokens; special ones are left out.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        TokenDecoder decoder = CreateDecoder();
        return string.Concat(ids.Select(decoder.Append)) + decoder.End();
    }
}
