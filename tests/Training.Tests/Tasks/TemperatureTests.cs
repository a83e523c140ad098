using CsCheck;
using Hone.Training.Tasks;

namespace Hone.Training.Tests.Tasks;

public sealed class TemperatureTests
{
    private static readonly Gen<(float[] Logits, int Label)[]> Rows =
        Gen.Select(Gen.Float[-4, 4].Array[3], Gen.Int[0, 2]).Array[20, 60];

    [Fact]
    public void Fit_FindsNothingBetterNearby_AndNoWorseThanNone() =>
        Gen.Select(Rows, Gen.Bool).Sample((rows, isMultiLabel) =>
        {
            float[][] logits = [.. rows.Select(row => row.Logits)];
            ClassifiedText[] examples = [.. rows.Select(row => new ClassifiedText([], null, [row.Label]))];
            double Loss(double temperature) => ClassificationScores.Loss(logits, examples, isMultiLabel, 1 / temperature);

            double fitted = Temperature.Fit(inverse => ClassificationScores.Slope(logits, examples, isMultiLabel, inverse));

            Assert.InRange(fitted, 0.05, 20);
            Assert.True(Loss(fitted) <= Loss(1) + 1e-9);
            Assert.True(Loss(fitted) <= Loss(Math.Clamp(fitted * 1.1, 0.05, 20)) + 1e-9);
            Assert.True(Loss(fitted) <= Loss(Math.Clamp(fitted / 1.1, 0.05, 20)) + 1e-9);
        });

    [Fact]
    public void Slope_IsTheDerivativeOfTheLoss() =>
        Gen.Select(Rows, Gen.Bool, Gen.Double[0.1, 5]).Sample((rows, isMultiLabel, inverse) =>
        {
            float[][] logits = [.. rows.Select(row => row.Logits)];
            ClassifiedText[] examples = [.. rows.Select(row => new ClassifiedText([], null, [row.Label]))];
            double Loss(double at) => ClassificationScores.Loss(logits, examples, isMultiLabel, at);

            Assert.Equal((Loss(inverse + 1e-5) - Loss(inverse - 1e-5)) / 2e-5, ClassificationScores.Slope(logits, examples, isMultiLabel, inverse), 1e-5);
        });
}
