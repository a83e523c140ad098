using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>
/// Sets rows aside for validation and test. Which rows depends on their texts and the seed alone, not on their order; each label gives
/// its share; the same text is never in two splits; and every label keeps a row to learn from.
/// </summary>
internal static class SplitAssignment
{
    /// <summary>Assigns every row a split.</summary>
    /// <param name="rows">The rows of the train part.</param>
    /// <param name="labels">The labels, in the order of <see cref="ExampleFacts.Label"/>.</param>
    /// <param name="validation">Fraction of the rows for validation.</param>
    /// <param name="test">Fraction of the rows for test.</param>
    /// <param name="seed">Another seed sets other rows aside.</param>
    public static SplitName[] Assign(IReadOnlyList<ExampleFacts> rows, IReadOnlyList<string> labels, double validation, double test, long seed)
    {
        Dictionary<UInt128, Text> texts = Group(rows, labels, seed);
        Share testShare = new(SplitName.Test, test);
        Share validationShare = new(SplitName.Validation, validation);
        ILookup<int, Text> byLabel = texts.Values.ToLookup(text => text.Label);
        foreach (int label in Enumerable.Range(0, labels.Count).OrderBy(label => labels[label], StringComparer.Ordinal))
        {
            // The first text stays in train, however small the label.
            Text[] ordered = [.. byLabel[label].OrderBy(text => text.Key).Skip(1)];
            long count = byLabel[label].Sum(text => (long)text.Rows);
            testShare.Take(ordered, count);
            validationShare.Take(ordered, count);
        }

        KeepEveryLabelInTrain(rows, labels.Count, texts);
        return [.. rows.Select(row => texts[row.TextHash].Split)];
    }

    private static Dictionary<UInt128, Text> Group(IReadOnlyList<ExampleFacts> rows, IReadOnlyList<string> labels, long seed)
    {
        Dictionary<UInt128, Text> texts = [];
        foreach (ExampleFacts row in rows)
        {
            Text text = CollectionsMarshal.GetValueRefOrAddDefault(texts, row.TextHash, out _) ??= new Text(Key(seed, row.TextHash), row.Label);
            text.Rows++;
            text.Label = string.CompareOrdinal(labels[row.Label], labels[text.Label]) < 0 ? row.Label : text.Label;
        }

        return texts;
    }

    /// <summary>A label may occur only on texts that other labels own and that were set aside: one of these comes back.</summary>
    private static void KeepEveryLabelInTrain(IReadOnlyList<ExampleFacts> rows, int labels, Dictionary<UInt128, Text> texts)
    {
        bool[] kept = new bool[labels];
        Text?[] first = new Text?[labels];
        foreach (ExampleFacts row in rows)
        {
            Text text = texts[row.TextHash];
            kept[row.Label] |= text.Split == SplitName.Train;
            first[row.Label] = first[row.Label] is Text known && known.Key < text.Key ? known : text;
        }

        for (int label = 0; label < labels; label++)
        {
            if (!kept[label] && first[label] is Text text)
            {
                text.Split = SplitName.Train;
            }
        }
    }

    private static UInt128 Key(long seed, UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seed);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[8..], hash);
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, key);
        return BinaryPrimitives.ReadUInt128BigEndian(key);
    }

    /// <summary>A text with all rows that have it. Where their labels differ, it belongs to the first in ordinal order.</summary>
    private sealed class Text(UInt128 key, int label)
    {
        public UInt128 Key { get; } = key;

        public int Label { get; set; } = label;

        public int Rows { get; set; }

        public SplitName Split { get; set; } = SplitName.Train;
    }

    /// <summary>What one split takes, label by label. What rounding leaves over at one label is made up for at the next, so that many small labels are not all rounded to nothing.</summary>
    private sealed class Share(SplitName split, double fraction)
    {
        private long seen;
        private long taken;

        public void Take(Text[] texts, long rowsOfLabel)
        {
            seen += rowsOfLabel;
            long quota = Math.Min((long)Math.Round(fraction * seen) - taken, (long)Math.Ceiling(fraction * rowsOfLabel));
            foreach (Text text in texts.Where(text => text.Split == SplitName.Train))
            {
                if (text.Rows <= quota)
                {
                    text.Split = split;
                    quota -= text.Rows;
                    taken += text.Rows;
                }
            }
        }
    }
}
