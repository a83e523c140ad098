namespace Hone.Training.Data;

/// <summary>A text, and which of its tokens are learnt to follow what is before them.</summary>
/// <param name="Ids">The ids that are read.</param>
/// <param name="First">The first row from which the next token is predicted; all behind it are predicted from too.</param>
/// <param name="Targets">The tokens that follow those rows.</param>
public sealed record GenerationSequence(int[] Ids, int First, int[] Targets) : EncodedExample(Ids);
