using Hone.Domain.Datasets;
using Hone.Domain.Tasks;
using Hone.Training.Data;
using Hone.Training.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// Cuts the rows of a stored data set into a model's tokens, to say how long they are and which spans are cut apart. Of many rows a sample is drawn by a
/// fixed seed, of each split its part.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="task">What the rows are examples of.</param>
/// <param name="limit">How many rows to cut.</param>
public sealed class DatasetTokens(Tokenizer tokenizer, TaskKind task, int limit)
{
    private const long Seed = 1;
    private const int ListedSpans = 10;

    private readonly SequenceEncoder encoder = new(tokenizer, int.MaxValue);
    private readonly List<CutToken> cuts = [];
    private long cutSpans;

    /// <summary>Whether the rows have spans.</summary>
    private bool HasSpans => task is TaskKind.TokenClassification or TaskKind.SemanticRoleLabeling;

    /// <summary>Cuts the rows.</summary>
    /// <param name="model">The name of the model whose tokenizer it is.</param>
    /// <param name="version">Its version.</param>
    /// <param name="splits">The splits.</param>
    /// <param name="open">Opens the canonical form of a split.</param>
    /// <param name="cancellationToken">Ends the cutting.</param>
    public TokenReport Report(
        string model,
        int version,
        IReadOnlyList<DatasetSplit> splits,
        Func<DatasetSplit, Stream> open,
        CancellationToken cancellationToken)
    {
        long all = splits.Sum(split => split.Rows);
        Dictionary<SplitName, LengthSummary> lengths = [];
        long rows = 0;
        foreach (DatasetSplit split in splits)
        {
            long wanted = all <= limit ? split.Rows : Math.Max(1, (long)((double)limit * split.Rows / all));
            using StreamReader lines = new(open(split));
            int[] counted = [.. Drawn(split, lines, wanted, cancellationToken).Select(row => Measure(split.Name, row.Number, row.Line))];
            lengths[split.Name] = Lengths.Summarize(counted, countLonger: true);
            rows += counted.Length;
        }

        return new TokenReport
        {
            Model = model,
            Version = version,
            Rows = rows,
            Of = all,
            Lengths = lengths,
            SpansThatCutTokens = HasSpans ? cutSpans : null,
            CutTokens = HasSpans ? cuts : null,
        };
    }

    /// <summary>Draws so many rows that each may be among them with the same probability, in their order (Knuth's Algorithm S).</summary>
    private static IEnumerable<(long Number, string Line)> Drawn(DatasetSplit split, StreamReader lines, long wanted, CancellationToken cancellationToken)
    {
        SplitMix64 random = new(Seed, (long)split.Name);
        long number = 0;
        while (lines.ReadLine() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (wanted > 0 && random.NextDouble() * (split.Rows - number) < wanted)
            {
                wanted--;
                yield return (number + 1, line);
            }

            number++;
        }
    }

    /// <summary>How long a row is as it is learnt from, in tokens.</summary>
    private int Measure(SplitName split, long number, string line)
    {
        switch (task)
        {
            case TaskKind.TokenClassification:
                TokenClassificationExample tagged = CanonicalLines.Parse<TokenClassificationExample>(line);
                return Measure(split, number, tagged.Text, tagged.Words, TagSequences.Read(tagged.Tags, TagScheme.Bio, out _));
            case TaskKind.SemanticRoleLabeling:
                SemanticRoleExample sentence = CanonicalLines.Parse<SemanticRoleExample>(line);
                (string text, WordSpan[] words) = SentenceText.Join(sentence.Words);
                return Measure(split, number, text, words, [.. sentence.Verbs.SelectMany(frame => TagSequences.Read(frame.Tags, TagScheme.Bio, out _)).Distinct()]);
            case TaskKind.TextGeneration:
                GenerationExample generated = CanonicalLines.Parse<GenerationExample>(line);
                List<int> ids = [tokenizer.SeparatorId];
                tokenizer.Encode(generated.Text ?? generated.Prompt, ids);
                tokenizer.Encode(generated.Completion, ids);
                return ids.Count;
            case TaskKind.SentenceSimilarity:
                SimilarityExample pair = CanonicalLines.Parse<SimilarityExample>(line);
                return Math.Max(encoder.Encode(pair.Text).Ids.Length, encoder.Encode(pair.TextPair).Ids.Length);
            default:
                ClassificationExample example = CanonicalLines.Parse<ClassificationExample>(line);
                return encoder.Encode(example.Text, example.TextPair).Ids.Length;
        }
    }

    private int Measure(SplitName split, long number, string text, IReadOnlyList<WordSpan> words, IReadOnlyList<TypedSpan> spans)
    {
        IReadOnlyList<Token> tokens = tokenizer.Tokenize(text);
        int[] starts = CodePoints.Starts(text);
        foreach (TypedSpan span in spans)
        {
            (int start, int end) = (words[span.Start].Start, words[span.End - 1].End);
            if (CutBy(tokens, text, starts, start, end) is { } token)
            {
                cutSpans++;
                if (cuts.Count < ListedSpans)
                {
                    cuts.Add(new CutToken(split, number, span.Type, Excerpt.Of(text[start..end]), Excerpt.Of(token), Excerpt.Of(text)));
                }
            }
        }

        return tokens.Count + 2; // the frame of a sequence
    }

    /// <summary>The first token that is partly in a span and partly not; white space that a tokenizer keeps with a word does not count.</summary>
    private static string? CutBy(IReadOnlyList<Token> tokens, string text, int[] starts, int start, int end)
    {
        foreach (Token token in tokens)
        {
            (int from, int until) = (starts[token.Start], starts[token.End]);
            bool isIn = Math.Max(from, start) < Math.Min(until, end);
            if (isIn && (HasText(from, Math.Min(until, start)) || HasText(Math.Max(from, end), until)))
            {
                return text[from..until];
            }
        }

        return null;

        bool HasText(int first, int last) => first < last && !text.AsSpan(first, last - first).IsWhiteSpace();
    }
}
