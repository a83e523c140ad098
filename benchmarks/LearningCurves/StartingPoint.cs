namespace Hone.Benchmarks.LearningCurves;

/// <summary>The weights that a task is learnt from.</summary>
internal enum StartingPoint
{
    /// <summary>Those of the pretrained base.</summary>
    Pretrained,

    /// <summary>Fresh ones, in the same network with the same tokenizer.</summary>
    Scratch,
}
