using System.Text.Json;
using Hone.Domain;

namespace Hone.Training.Text;

/// <summary>Reads the canonical form back.</summary>
internal static class CanonicalLines
{
    public static IEnumerable<T> Read<T>(string path) =>
        File.ReadLines(path).Select(line => JsonSerializer.Deserialize<T>(line, HoneJson.Options)!);

    public static async Task<IReadOnlyList<T>> ReadPageAsync<T>(string path, long offset, int limit, CancellationToken cancellationToken)
    {
        List<T> page = [];
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        Utf8LineReader lines = new(file, Array.MaxLength - 8);
        FileProblems none = new([], Path.GetFileName(path));
        while (page.Count < limit && await lines.ReadAsync(cancellationToken))
        {
            if (lines.Number > offset && lines.TryGet(none, out ReadOnlyMemory<byte> line))
            {
                page.Add(JsonSerializer.Deserialize<T>(line.Span, HoneJson.Options)!);
            }
        }

        return page;
    }
}
