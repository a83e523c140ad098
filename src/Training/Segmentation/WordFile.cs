using System.Globalization;
using System.Text;
using Hone.Domain.Problems;

namespace Hone.Training.Segmentation;

/// <summary>
/// The words of a model directory, <c>words.tsv</c>: a word and the logarithm of its probability in each line, with a tab between, the most
/// probable first. A model of text with spaces has none.
/// </summary>
internal static class WordFile
{
    /// <summary>Its name.</summary>
    public const string Name = "words.tsv";

    /// <summary>Writes it, unless no word is known.</summary>
    public static void Write(string modelDirectory, WordSegmenter segmenter)
    {
        if (segmenter.IsEmpty)
        {
            return;
        }

        IEnumerable<string> lines = segmenter.Words
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}\t{pair.Value:R}\n"));
        File.WriteAllText(Path.Combine(modelDirectory, Name), string.Concat(lines));
    }

    /// <summary>Reads it; where there is none, no word is known.</summary>
    /// <exception cref="RefusalException">A line is not a word and a number, or a word stands twice.</exception>
    public static WordSegmenter Read(string modelDirectory)
    {
        string path = Path.Combine(modelDirectory, Name);
        if (!File.Exists(path))
        {
            return WordSegmenter.Empty;
        }

        Dictionary<string, double> words = new(StringComparer.Ordinal);
        long number = 0;
        ProblemList problems = [];
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            bool isRead = line.Split('\t') is [{ Length: > 0 } word, string score]
                && double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value)
                && words.TryAdd(word, value);
            if (!isRead)
            {
                problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, $"{Name}, line {number}, must be a word not yet named, a tab and a number.") { File = Name, Line = number });
            }
        }

        problems.ThrowIfAny();
        return new WordSegmenter(words);
    }
}
