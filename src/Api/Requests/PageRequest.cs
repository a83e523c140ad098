using Hone.Domain.Problems;

namespace Hone.Api.Requests;

/// <summary>Which part of a list is asked for.</summary>
public record PageRequest : IValidatable
{
    private const int LargestLimit = 200;

    /// <summary>The most entries to answer with, from 1 to 200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The <c>nextCursor</c> of the page before; without it the list starts at its beginning.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() => Check.Range("limit", Limit, 1, LargestLimit);

    /// <summary>The entry that the page before ended with: its id; null at the beginning.</summary>
    /// <exception cref="RefusalException">The cursor is not of such a list.</exception>
    public Guid? AfterId() => Cursor is null ? null : Requests.Cursor.TryReadId(Cursor) ?? throw Unreadable();

    /// <summary>The entry that the page before ended with: its number; 0 at the beginning.</summary>
    /// <exception cref="RefusalException">The cursor is not of such a list.</exception>
    public long AfterNumber() => Cursor is null ? 0 : Requests.Cursor.TryReadNumber(Cursor) ?? throw Unreadable();

    /// <summary>The place in a blob that the page before ended at; its start at the beginning.</summary>
    /// <exception cref="RefusalException">The cursor is not of this blob.</exception>
    public LinePosition AfterLine(FileStream blob)
    {
        LinePosition position = Cursor is null ? default : Requests.Cursor.TryReadLine(Cursor) ?? throw Unreadable();
        return JsonLines.Has(blob, position) ? position : throw Unreadable();
    }

    /// <summary>Makes a page of one entry more than the limit, read so that it is known whether the list goes on.</summary>
    /// <param name="entries">At most <see cref="Limit"/> + 1 entries.</param>
    /// <param name="present">How an entry is shown.</param>
    /// <param name="cursorOf">The cursor of the page that follows an entry.</param>
    public Page<TItem> ToPage<TEntry, TItem>(IReadOnlyList<TEntry> entries, Func<TEntry, TItem> present, Func<TEntry, string> cursorOf) =>
        new([.. entries.Take(Limit).Select(present)], entries.Count > Limit ? cursorOf(entries[Limit - 1]) : null);

    private static RefusalException Unreadable() =>
        RefusalException.ForField(ProblemCodes.InvalidCursor, "cursor", "'cursor' must be the nextCursor of an earlier page of this list.");
}
