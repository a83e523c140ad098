using CsCheck;
using Hone.Training.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class SequenceRectanglesTests
{
    private const int CostOfCall = 32;

    private static readonly Gen<int[]> Lengths = Gen.Int[1, 40].Array[1, 30];

    [Fact]
    public void Join_UndoesCut() =>
        Gen.Select(Lengths, Gen.Bool).Sample((lengths, padded) =>
        {
            using IDisposable scope = NewDisposeScope();
            Tensor states = arange(2 * lengths.Sum()).view(-1, 2);
            using SequenceRectangles rectangles = new(lengths, CPU, padded);
            return (rectangles.Join(rectangles.Cut(states)) == states).all().item<bool>();
        });

    [Fact]
    public void Cut_GivesEachSequenceItsRows_AndMasksWhatIsPadded() =>
        Lengths.Sample(lengths =>
        {
            using IDisposable scope = NewDisposeScope();
            Tensor owners = tensor(lengths.SelectMany((length, sequence) => Enumerable.Repeat(sequence, length)).ToArray()).unsqueeze(1);
            using SequenceRectangles rectangles = new(lengths, CPU, padded: true);
            List<int> seen = [];
            foreach ((SequenceRectangle rectangle, Tensor part) in rectangles.Rectangles.Zip(rectangles.Cut(owners)))
            {
                int[] cells = part.data<int>().ToArray();
                bool[] masked = rectangle.Mask is { } mask ? [.. mask.data<float>().Select(float.IsNegativeInfinity)] : new bool[rectangle.Total];
                for (int i = 0; i < rectangle.Count; i++)
                {
                    int owner = cells[i * rectangle.Length];
                    seen.Add(owner);
                    Assert.All(Enumerable.Range(0, rectangle.Length), place => Assert.Equal(owner, cells[(i * rectangle.Length) + place]));
                    Assert.All(Enumerable.Range(0, rectangle.Length), place => Assert.Equal(place >= lengths[owner], masked[(i * rectangle.Length) + place]));
                }
            }

            Assert.Equal(Enumerable.Range(0, lengths.Length), seen.Order());
        });

    [Fact]
    public void Rectangles_PadNothing_WhereThatIsNotAllowed_AndElseNoMoreThanTheCallsThatItSaves() =>
        Lengths.Sample(lengths =>
        {
            using SequenceRectangles exact = new(lengths, CPU, padded: false);
            using SequenceRectangles padded = new(lengths, CPU, padded: true);

            Assert.Equal(lengths.Distinct().Count(), exact.Rectangles.Count);
            Assert.Equal(lengths.Sum(), exact.Rectangles.Sum(rectangle => rectangle.Total));
            Assert.All(exact.Rectangles, rectangle => Assert.Null(rectangle.Mask));
            Assert.InRange(Cost(padded), lengths.Sum(), Cost(exact));
        });

    private static int Cost(SequenceRectangles rectangles) => rectangles.Rectangles.Sum(rectangle => rectangle.Total + CostOfCall);
}
