using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Segmentation;

/// <summary>
/// Learns the words of scripts without spaces from texts alone. The same texts in the same order give the same words; texts with little or nothing of such a
/// script give none.
/// </summary>
public static class WordSegmenterTrainer
{
    /// <summary>Learns words.</summary>
    /// <param name="texts">The texts, read once, and only as far as the options say.</param>
    /// <param name="options">Limits, and words that are known beforehand.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static WordSegmenter Train(IEnumerable<string> texts, SegmentationOptions options, CancellationToken cancellationToken)
    {
        UnspacedSample sample = UnspacedSample.Read(texts, options.SampleCharacters, cancellationToken);
        if (!sample.IsEnough)
        {
            return AddDictionary(WordSegmenter.Empty, options.Dictionary);
        }

        WordCandidates candidates = WordCandidates.Find(sample, options.MaximumLength, options.MinimumFrequency, cancellationToken);
        double[] probabilities = UnigramEstimation.Estimate(sample, candidates, cancellationToken);
        Dictionary<string, double> words = probabilities
            .Select((probability, word) => (Probability: probability, candidates.Words[word].Length, candidates.Words[word].Place))
            .Where(word => word.Probability > 0)
            .OrderBy(word => word.Length > 1)
            .ThenByDescending(word => word.Probability)
            .ThenBy(word => word.Place)
            .Take(options.MaximumWords)
            .ToDictionary(word => sample.Text(word.Place, word.Length), word => Math.Log(word.Probability), StringComparer.Ordinal);
        return AddDictionary(new WordSegmenter(words), options.Dictionary);
    }

    /// <summary>Makes each word of a dictionary e times as probable as the words that it could be cut into, if it is not already.</summary>
    private static WordSegmenter AddDictionary(WordSegmenter learnt, IReadOnlyList<string> dictionary)
    {
        if (dictionary.Count == 0)
        {
            return learnt;
        }

        Dictionary<string, double> words = new(learnt.Words, StringComparer.Ordinal);
        foreach (string word in dictionary)
        {
            double least = learnt.BestScore(word, severalWords: true) + 1;
            words[word] = Math.Max(least, learnt.Words.GetValueOrDefault(word, least));
        }

        return new WordSegmenter(words);
    }
}
