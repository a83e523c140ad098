using Hone.Training.Architectures;
using Hone.Training.Data;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

/// <summary>Made-up token sequences, and a network small enough to test on.</summary>
internal static class SampleSequences
{
    public static readonly EncoderConfiguration Small = new()
    {
        VocabularySize = 50,
        Hidden = 16,
        Layers = 2,
        Heads = 2,
        Intermediate = 32,
        MaxLength = 24,
        Dropout = 0,
    };

    public static int[][] Draw(int count, long seed)
    {
        SplitMix64 random = new(seed);
        int[][] sequences = new int[count][];
        for (int i = 0; i < count; i++)
        {
            sequences[i] = new int[1 + random.NextInt(Small.MaxLength)];
            for (int j = 0; j < sequences[i].Length; j++)
            {
                sequences[i][j] = random.NextInt(Small.VocabularySize);
            }
        }

        return sequences;
    }

    public static PackedSequences Pack(IReadOnlyList<int[]> sequences, Device? device = null) =>
        new([.. sequences.SelectMany(sequence => sequence)], [.. sequences.Select(sequence => sequence.Length)], device ?? CPU);
}
