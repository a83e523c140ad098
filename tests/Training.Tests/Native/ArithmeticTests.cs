using Hone.Training.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Native;

public sealed class ArithmeticTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor left = tensor(new float[] { 1, 2.5f, -3 });
    private readonly Tensor right = tensor(new float[] { 4, 5, 6 });

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Results_AreThoseOfTheOperators()
    {
        AssertSame(left + right, left.Plus(right));
        AssertSame(left + 0.5, left.Plus(0.5));
        AssertSame(left * 0.5, left.Times(0.5));
        AssertSame(left / 3, left.Over(3));
        AssertSame(left + (right * 0.5), left.clone().AddInPlace(right, 0.5));
        AssertSame(left + 2, left.clone().AddInPlace(2.0));
        AssertSame(left + (left * right * 0.5), left.clone().AddProductInPlace(left, right, 0.5));
        AssertSame(left + (left / right * 0.5), left.clone().AddQuotientInPlace(left, right, 0.5));
        AssertSame(left * 2, left.clone().TimesInPlace(2));
        AssertSame(tensor(new float[] { 1, 2, -3 }), left.clone().AtMostInPlace(2));
        AssertSame(tensor(new float[] { 7, 7, 7 }), left.clone().Fill(7));
        AssertSame(tensor(new float[] { 5, 2.5f, 8 }), left.AddAt(tensor(new long[] { 0, 2, 2 }), tensor(new float[] { 4, 5, 6 })));
    }

    [Fact]
    public void WholeNumbers_StaySo()
    {
        Tensor counted = Arithmetic.Count(3, 4, CPU);

        Assert.Equal([3L, 4, 5, 6], counted.data<long>().ToArray());
        Assert.Equal([7L, 9, 11, 13], counted.Times(2L).Plus(1L).data<long>().ToArray());
    }

    [Fact]
    public void Halves_AreNotWidened() => Assert.Equal(ScalarType.BFloat16, left.bfloat16().Plus(0.5).Times(2.0).Over(3).dtype);

    private static void AssertSame(Tensor expected, Tensor actual) => Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
}
