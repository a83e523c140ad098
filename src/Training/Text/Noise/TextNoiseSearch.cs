using Hone.Training.Data;
using Hone.Training.Text.Tasks;

namespace Hone.Training.Text.Noise;

/// <summary>Looks for texts with a wrong label by what a quick linear model learns of the others.</summary>
internal sealed class TextNoiseSearch : NoiseSearch
{
    /// <summary>From fewer rows a model learns too little.</summary>
    private const int FewestRows = 100;

    /// <summary>With more labels than this each row would cost too much, and most labels have too few rows.</summary>
    private const int MostLabels = 1_000;

    /// <summary>By how many standard errors the model must be better than always to say the most frequent label.</summary>
    private const double StandardErrors = 3;

    private readonly List<Entry> entries = [];

    /// <inheritdoc/>
    public override void Add(int row, TaskRow example, ulong textHash) => entries.Add(new Entry(row, textHash, example.Labels[0].Name, HashedFeatures.Of(example.Text)));

    /// <inheritdoc/>
    public override NoiseFindings? Find(long seed, CancellationToken cancellationToken)
    {
        Entry[] rows = [.. entries.OrderBy(entry => entry.TextHash).ThenBy(entry => entry.Label, StringComparer.Ordinal).ThenBy(entry => entry.Row)];
        string[] names = [.. rows.Select(entry => entry.Label).Distinct().Order(StringComparer.Ordinal)];
        if (rows.Length < FewestRows || names.Length is < 2 or > MostLabels)
        {
            return null;
        }

        Dictionary<string, int> numbers = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        int[] labels = [.. rows.Select(entry => numbers[entry.Label])];
        int[] folds = [.. rows.Select(entry => (int)(SplitMix64.Mix(entry.TextHash ^ (ulong)seed) % CrossValidation.Folds))];
        float[][] probabilities = CrossValidation.Predict([.. rows.Select(entry => entry.Features)], labels, folds, names.Length, seed, cancellationToken);

        double accuracy = (double)probabilities.Zip(labels).Count(pair => pair.First[pair.Second] == pair.First.Max()) / rows.Length;
        double most = (double)labels.CountBy(label => label).Max(pair => pair.Value) / rows.Length;
        bool isBetter = accuracy > most + (StandardErrors * Math.Sqrt(0.25 / rows.Length));
        IReadOnlyList<(int Row, int Expected)> found = isBetter ? ConfidentLearning.Find(probabilities, labels) : [];
        return new NoiseFindings(
            rows.Length,
            accuracy,
            [
                .. found.Select(pair => new NoisyLabel(
                    rows[pair.Row].Row,
                    rows[pair.Row].Label,
                    names[pair.Expected],
                    probabilities[pair.Row][labels[pair.Row]],
                    probabilities[pair.Row][pair.Expected])),
            ]);
    }

    private sealed record Entry(int Row, ulong TextHash, string Label, uint[] Features);
}
