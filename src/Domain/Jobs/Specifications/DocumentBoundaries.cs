namespace Hone.Domain.Jobs.Specifications;

/// <summary>What the end of a document means to a network that reads blocks of running text.</summary>
public enum DocumentBoundaries
{
    /// <summary>A token like others: what stands behind it sees what stands before it, and blocks are of one length, which is fastest.</summary>
    Ignore,

    /// <summary>A wall: every document, or the part of it that a block holds, is a sequence of its own.</summary>
    Respect,
}
