using CsCheck;
using Hone.Domain.Datasets;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

public class SplitAssignmentTests
{
    private static readonly string[] Labels = ["c", "a", "b", "d"];

    private static readonly Gen<SplitOptions> Options = Gen.Select(Gen.Double[0, 0.45], Gen.Double[0, 0.45], Gen.Long)
        .Select((validation, test, seed) => new SplitOptions { Validation = validation, Test = test, Seed = seed });

    private static readonly Gen<List<ExampleFacts>> DistinctTexts = Gen.Int[0, 3].Array[1, 300].Select(labels => Number([.. labels.Select((label, i) => (i, label))]));

    private static readonly Gen<List<ExampleFacts>> RepeatedTexts = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 3]).Array[1, 100].Select(Number);

    [Fact]
    public void Assign_SetsAsideTheFractionsAskedFor_OfEveryLabel() => Gen.Select(DistinctTexts, Options).Sample((examples, options) =>
    {
        SplitName[] splits = Assign(examples, options);

        foreach ((SplitName split, double fraction) in new[] { (SplitName.Validation, options.Validation), (SplitName.Test, options.Test) })
        {
            foreach (IGrouping<int, ExampleFacts> label in examples.GroupBy(example => example.Labels))
            {
                int taken = label.Count(example => splits[(int)example.Line] == split);
                Assert.InRange(taken, (fraction * label.Count()) - 2, (fraction * label.Count()) + 1);
            }

            int all = splits.Count(name => name == split);
            Assert.InRange(all, (fraction * examples.Count) - Labels.Length, (fraction * examples.Count) + 1);
        }
    });

    [Fact]
    public void Assign_MakesUpForSmallLabels_WhenThereAreMany()
    {
        string[] labels = [.. Enumerable.Range(0, 100).Select(i => $"label {i}")];
        List<ExampleFacts> examples = Number([.. Enumerable.Range(0, 400).Select(i => (i, i % 100))]);

        SplitName[] splits = SplitAssignment.Assign(examples, new TextGroups(examples), Sets(labels), new SplitOptions { Validation = 0.1, Test = 0.1 });

        Assert.Equal(40, splits.Count(split => split == SplitName.Validation));
        Assert.Equal(40, splits.Count(split => split == SplitName.Test));
    }

    [Fact]
    public void Assign_KeepsEveryLabelInTrain_AndTheSameTextTogether() => Gen.Select(RepeatedTexts, Options).Sample((examples, options) =>
    {
        SplitName[] splits = Assign(examples, options);

        Assert.All(examples.GroupBy(example => example.Labels), label => Assert.Contains(label, example => splits[(int)example.Line] == SplitName.Train));
        Assert.All(examples.GroupBy(example => example.TextHash), text => Assert.Single(text.Select(example => splits[(int)example.Line]).Distinct()));
    });

    [Fact]
    public void Assign_DoesNotDependOnTheOrderOfRows() => Gen.Select(RepeatedTexts, Options, Gen.Int).Sample((examples, options, seed) =>
    {
        ExampleFacts[] shuffled = [.. examples];
        new Random(seed).Shuffle(shuffled);

        SplitName[] splits = Assign(examples, options);
        SplitName[] again = Assign([.. shuffled], options);

        Assert.Equal(shuffled.Select(example => splits[(int)example.Line]), again);
    });

    [Fact]
    public void Assign_LeavesUploadedSplitsAsTheyAre() => Gen.Select(RepeatedTexts, Options).Sample((train, options) =>
    {
        List<ExampleFacts> examples = [.. train, .. train.Select(example => example with { Part = SplitName.Test })];

        SplitName[] splits = Assign(examples, options);

        Assert.All(splits[train.Count..], split => Assert.Equal(SplitName.Test, split));
        Assert.DoesNotContain(SplitName.Test, splits[..train.Count]);
    });

    [Fact]
    public void Assign_SetsOtherRowsAside_WithAnotherSeed()
    {
        List<ExampleFacts> examples = Number([.. Enumerable.Range(0, 200).Select(i => (i, i % 2))]);

        Assert.NotEqual(Assign(examples, new SplitOptions { Seed = 1 }), Assign(examples, new SplitOptions { Seed = 2 }));
    }

    [Fact]
    public void Assign_SharesOutRowsWithSeveralLabels_ByTheRarestOfThem()
    {
        // Every row has the label 'all', one in twenty also 'rare': by chance alone a split might get none of these.
        LabelSets sets = new();
        int all = sets.Add("all");
        int rare = sets.Add("rare");
        int[] numbers = [sets.NumberOf([all]), sets.NumberOf([all, rare]), sets.NumberOf([])];
        List<ExampleFacts> examples = Number([.. Enumerable.Range(0, 400).Select(i => (i, numbers[i % 20 == 0 ? 1 : i % 20 == 1 ? 2 : 0]))]);

        SplitName[] splits = SplitAssignment.Assign(examples, new TextGroups(examples), sets, new SplitOptions { Validation = 0.1, Test = 0.1 });

        foreach (SplitName split in new[] { SplitName.Validation, SplitName.Test })
        {
            Assert.Equal([36, 2, 2], numbers.Select(number => examples.Count(example => example.Labels == number && splits[(int)example.Line] == split)));
        }
    }

    private static SplitName[] Assign(List<ExampleFacts> examples, SplitOptions options) => SplitAssignment.Assign(examples, new TextGroups(examples), Sets(Labels), options);

    /// <summary>Sets of one label each, numbered as the labels are.</summary>
    private static LabelSets Sets(string[] labels)
    {
        LabelSets sets = new();
        foreach (string label in labels)
        {
            sets.NumberOf([sets.Add(label)]);
        }

        return sets;
    }

    private static List<ExampleFacts> Number((int Text, int Label)[] rows) =>
        [.. rows.Select((row, i) => new ExampleFacts(SplitName.Train, i, ExampleFacts.Hash($"text {row.Text}"), 1, row.Label))];
}
