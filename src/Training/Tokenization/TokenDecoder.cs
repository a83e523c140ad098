namespace Hone.Training.Tokenization;

/// <summary>
/// Puts text together from tokens as they come. What it gives is final: never half a character, never a space that would have to be taken
/// back.
/// </summary>
public abstract class TokenDecoder
{
    /// <summary>The text that one more token completes; empty for a special token, or while a character is incomplete.</summary>
    public abstract string Append(int id);

    /// <summary>What is left at the end: a replacement character where the tokens end within a character, else nothing.</summary>
    public abstract string End();
}
