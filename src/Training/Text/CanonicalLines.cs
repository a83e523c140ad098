using System.Text.Json;
using Hone.Domain;

namespace Hone.Training.Text;

/// <summary>Reads the canonical form back.</summary>
internal static class CanonicalLines
{
    public static IEnumerable<T> Read<T>(string path) =>
        File.ReadLines(path).Select(Parse<T>);

    /// <summary>Reads one line.</summary>
    public static T Parse<T>(string line) => JsonSerializer.Deserialize<T>(line, HoneJson.Options)!;
}
