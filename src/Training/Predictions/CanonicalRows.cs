using System.Text;
using System.Text.Json;
using Hone.Domain;

namespace Hone.Training.Predictions;

/// <summary>Reads the canonical form of a file of inputs, from anywhere in it where a row begins.</summary>
internal static class CanonicalRows
{
    /// <summary>The rows in their order, one at a time.</summary>
    /// <param name="path">The canonical form.</param>
    /// <param name="offset">The byte that the first of them begins at.</param>
    /// <returns>Each row, with the bytes that it takes.</returns>
    public static IEnumerable<(InputRow Row, int Bytes)> Read(string path, long offset)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan);
        file.Position = offset;
        using StreamReader reader = new(file, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return (JsonSerializer.Deserialize<InputRow>(line, HoneJson.Options)!, Encoding.UTF8.GetByteCount(line) + 1);
        }
    }
}
