using Hone.Domain.Datasets;
using Hone.Training.Text.Tasks;

namespace Hone.Training.Text.Noise;

/// <summary>
/// Looks for words that are tagged in one way nearly everywhere and in another here: of each string of words that is a span somewhere, every place where it
/// is a span or where none of it is in one. No model is asked, so that what depends on the words around it is not found.
/// </summary>
internal sealed class SpanNoiseSearch : NoiseSearch
{
    /// <summary>Words of all rows together that are kept; further rows are not looked at.</summary>
    private const int MostWords = 4_000_000;

    /// <summary>Longer spans are not compared.</summary>
    private const int LongestSpan = 6;

    /// <summary>Strings of words that occur less often are not judged.</summary>
    private const int FewestPlaces = 8;

    /// <summary>The part of the places of a string of words that must be tagged alike for the others to be suspicious.</summary>
    private const double MostlyAlike = 0.9;

    private readonly Dictionary<string, int> words = new(StringComparer.Ordinal);
    private readonly List<string> spellings = [];
    private readonly List<Sentence> sentences = [];
    private int count;

    /// <inheritdoc/>
    public override void Add(int row, TaskRow example, ulong textHash)
    {
        TokenClassificationExample sentence = (TokenClassificationExample)example.Example!;
        if (count + sentence.Words.Count <= MostWords)
        {
            count += sentence.Words.Count;
            int[] numbers = [.. sentence.Words.Select(word => NumberOf(sentence.Text[word.Start..word.End]))];
            sentences.Add(new Sentence(row, numbers, [.. TagSequences.Read(sentence.Tags, TagScheme.Bio, out _)]));
        }
    }

    /// <inheritdoc/>
    public override NoiseFindings? Find(long seed, CancellationToken cancellationToken)
    {
        Dictionary<Surface, List<Place>> places = [];
        foreach ((Sentence sentence, TypedSpan span) in sentences.SelectMany(sentence => sentence.Spans.Select(span => (sentence, span))))
        {
            if (span.End - span.Start <= LongestSpan)
            {
                places.TryAdd(sentence.Surface(span.Start, span.End), []);
            }
        }

        foreach (Sentence sentence in sentences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddPlaces(sentence, places);
        }

        List<NoisyLabel> found = [];
        foreach ((Surface surface, List<Place> all) in places.Where(pair => pair.Value.Count >= FewestPlaces))
        {
            Dictionary<string, int> counts = all.CountBy(place => place.Type, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            (string usual, int often) = counts.MaxBy(pair => pair.Value);
            if (often >= MostlyAlike * all.Count)
            {
                string text = string.Join(' ', surface.Words().Select(word => spellings[word]));
                found.AddRange(all.Where(place => place.Type != usual).Select(place =>
                    new NoisyLabel(place.Row, place.Type, usual, (double)counts[place.Type] / all.Count, (double)often / all.Count, text)));
            }
        }

        return new NoiseFindings(
            sentences.Count,
            null,
            [.. found.OrderByDescending(label => label.ExpectedProbability).ThenBy(label => label.Row).ThenBy(label => label.Words, StringComparer.Ordinal)]);
    }

    private static void AddPlaces(Sentence sentence, Dictionary<Surface, List<Place>> places)
    {
        bool[] isTagged = new bool[sentence.Words.Length];
        foreach (TypedSpan span in sentence.Spans)
        {
            isTagged.AsSpan(span.Start, span.End - span.Start).Fill(true);
            if (span.End - span.Start <= LongestSpan)
            {
                places[sentence.Surface(span.Start, span.End)].Add(new Place(sentence.Row, span.Type));
            }
        }

        for (int start = 0; start < isTagged.Length; start++)
        {
            for (int end = start; end < isTagged.Length && end < start + LongestSpan && !isTagged[end]; end++)
            {
                if (places.TryGetValue(sentence.Surface(start, end + 1), out List<Place>? known))
                {
                    known.Add(new Place(sentence.Row, TagSet.Outside));
                }
            }
        }
    }

    private int NumberOf(string word)
    {
        if (!words.TryGetValue(word, out int number))
        {
            words.Add(word, number = spellings.Count);
            spellings.Add(word);
        }

        return number;
    }

    private readonly record struct Place(int Row, string Type);

    private sealed record Sentence(int Row, int[] Words, TypedSpan[] Spans)
    {
        public Surface Surface(int start, int end)
        {
            int At(int place) => start + place < end ? Words[start + place] : -1;
            return new Surface(At(0), At(1), At(2), At(3), At(4), At(5));
        }
    }

    /// <summary>A string of words by their numbers; −1 where it has no more.</summary>
    private readonly record struct Surface(int First, int Second, int Third, int Fourth, int Fifth, int Sixth)
    {
        public IEnumerable<int> Words() => new[] { First, Second, Third, Fourth, Fifth, Sixth }.TakeWhile(word => word >= 0);
    }
}
