using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>Counts rows and keeps the first of them.</summary>
internal sealed class RowSample
{
    /// <summary>How many rows a warning lists.</summary>
    public const int Size = 10;

    private readonly List<RowReference> first = [];

    public long Count { get; private set; }

    public IReadOnlyList<RowReference> First => first;

    /// <param name="row">Makes the row when it is to be kept.</param>
    public void Add(Func<RowReference> row)
    {
        Count++;
        if (first.Count < Size)
        {
            first.Add(row());
        }
    }
}
