using Hone.Training.Inference;

namespace Hone.Training.Tests.Inference;

public sealed class TokenSamplerTests
{
    private static readonly float[] Logits = [0.1f, 2f, -1f, 1.9f, 0.5f];

    [Fact]
    public void Choose_TakesTheLikeliest_AtTemperatureZero() =>
        Assert.All(Draw(new GenerationOptions { Temperature = 0, Seed = 3 }, 20), token => Assert.Equal(1, token));

    [Fact]
    public void Choose_StaysAmongTheTopK() =>
        Assert.Equal([1, 3], Draw(new GenerationOptions { Temperature = 5, TopK = 2 }, 200).Distinct().Order());

    [Fact]
    public void Choose_StaysAmongTheFewestThatAreLikelyEnough()
    {
        // Their probabilities are 0.43, 0.39, 0.10, 0.06 and 0.02.
        Assert.Equal([1], Draw(new GenerationOptions { Temperature = 1, TopP = 0.4 }, 200).Distinct());
        Assert.Equal([1, 3], Draw(new GenerationOptions { Temperature = 1, TopP = 0.8 }, 200).Distinct().Order());
    }

    [Fact]
    public void Choose_DrawsAsOftenAsTheModelSays()
    {
        const int Draws = 20_000;
        double[] weights = [.. Logits.Select(logit => Math.Exp(logit))];

        int[] counts = new int[Logits.Length];
        foreach (int token in Draw(new GenerationOptions { Temperature = 1, Seed = 7 }, Draws))
        {
            counts[token]++;
        }

        Assert.All(counts.Zip(weights), pair => Assert.Equal(pair.Second / weights.Sum(), (double)pair.First / Draws, 0.02));
    }

    [Fact]
    public void Choose_IsAFunctionOfTheSeed()
    {
        GenerationOptions options = new() { Temperature = 2, Seed = 5 };

        Assert.Equal(Draw(options, 50), Draw(options, 50));
        Assert.NotEqual(Draw(options, 50), Draw(options with { Seed = 6 }, 50));
    }

    [Fact]
    public void Penalize_MakesPresentTokensLessLikely_WhateverTheirSign()
    {
        float[] logits = [2, -2, 3];

        TokenSampler.Penalize(logits, [0, 1, 0], 2);

        Assert.Equal([1, -4, 3], logits);
    }

    private static int[] Draw(GenerationOptions options, int count)
    {
        TokenSampler sampler = new(options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Choose(Logits))];
    }
}
