namespace Hone.Domain.Datasets;

/// <summary>How tags of words say where spans begin and end. Inside, all of them become strict BIO.</summary>
public enum TagScheme
{
    /// <summary>IOB2: <c>B-</c> begins every span, <c>I-</c> continues it.</summary>
    Bio,

    /// <summary>IOB1: <c>I-</c> is inside a span; <c>B-</c> begins one only where it follows another of its type.</summary>
    Iob1,

    /// <summary><c>B-</c>, <c>I-</c> and <c>E-</c> for spans of several words, <c>S-</c> for one word; BILOU's <c>L-</c> and <c>U-</c> are the same.</summary>
    Bioes,

    /// <summary>Tags without prefixes, such as parts of speech: every tagged word is a span of its own.</summary>
    Plain,
}
