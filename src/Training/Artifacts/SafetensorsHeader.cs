using System.Text.Json;
using Hone.Domain.Problems;

namespace Hone.Training.Artifacts;

/// <summary>The header of a safetensors file, read with distrust: every number in it is checked before it is used.</summary>
/// <param name="Tensors">The tensors by name.</param>
/// <param name="Metadata">Text about the file.</param>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, TensorInfo> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Reads a header.</summary>
    /// <param name="json">The header without its length.</param>
    /// <param name="start">Where the tensors' bytes start in the file.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <param name="file">What to call the file in problems.</param>
    /// <exception cref="RefusalException">It is no header, or its tensors do not fill the rest of the file exactly.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long start, long length, string file)
    {
        try
        {
            using JsonDocument document = Json(json, file);
            return Parse(document, start, length, file);
        }
        catch (InvalidOperationException)
        {
            throw Refuse(file, "a text in its header is not Unicode.");
        }
    }

    private static SafetensorsHeader Parse(JsonDocument document, long start, long length, string file)
    {
        ProblemList problems = new();
        Dictionary<string, TensorInfo> tensors = [];
        Dictionary<string, string> metadata = [];
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Name == SafetensorsFormat.Metadata)
            {
                ReadMetadata(property.Value, metadata, problem => problems.Add(Problem(file, property.Name, problem)));
            }
            else if (ReadTensor(property.Value, start, length, problem => problems.Add(Problem(file, property.Name, problem))) is { } tensor)
            {
                tensors.Add(property.Name, tensor);
            }
        }

        if (problems.Total == 0)
        {
            problems.AddRange(CheckLayout(tensors, start, length, file));
        }

        if (problems is [{ Message: string first }, ..])
        {
            problems.ThrowIfAny(ProblemCodes.InvalidModelDirectory, $"'{file}' is not a sound safetensors file: {first}");
        }

        return new SafetensorsHeader(tensors, metadata);
    }

    /// <summary>A refusal of a file as a whole.</summary>
    public static RefusalException Refuse(string file, string reason)
    {
        string message = $"'{file}' is not a sound safetensors file: {reason}";
        return new RefusalException(RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory, message)
        {
            Problems = [new Problem(ProblemCodes.InvalidModelDirectory, message) { File = file }],
            ProblemCount = 1,
        };
    }

    private static Problem Problem(string file, string tensor, string reason) =>
        new(ProblemCodes.InvalidModelDirectory, $"'{tensor}' {reason}") { File = file, Field = tensor };

    private static JsonDocument Json(ReadOnlyMemory<byte> json, string file)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw Refuse(file, "its header is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw Refuse(file, $"its header is not valid JSON: {exception.Message}");
        }
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata, Action<string> report)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(item => item.Value.ValueKind != JsonValueKind.String))
        {
            report("must be an object of texts.");
            return;
        }

        foreach (JsonProperty item in value.EnumerateObject())
        {
            metadata.Add(item.Name, item.Value.GetString()!);
        }
    }

    private static TensorInfo? ReadTensor(JsonElement value, long start, long length, Action<string> report)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out JsonElement shape) || Numbers(shape) is not { } sizes
            || !value.TryGetProperty("data_offsets", out JsonElement span) || Numbers(span) is not [long begin, long end])
        {
            report("must have a 'dtype', a 'shape' and two 'data_offsets'.");
            return null;
        }

        if (SafetensorsFormat.Types.FirstOrDefault(known => type.ValueEquals(known.Name)) is not { Name: not null } found)
        {
            report($"has the number format '{Shorten(type.GetString()!)}'; known are {string.Join(", ", SafetensorsFormat.Types.Select(known => known.Name))}.");
        }
        else if (sizes.Count > SafetensorsFormat.MaximumRank)
        {
            report($"has {sizes.Count} dimensions; at most {SafetensorsFormat.MaximumRank} are read.");
        }
        else if (begin > end || end > length - start)
        {
            report($"is said to lie at {begin} to {end}, but the file has {length - start} bytes of tensors.");
        }
        else if (Bytes(sizes, found.Bytes) != end - begin)
        {
            report($"has the shape [{string.Join(", ", sizes)}] of {found.Name}, which is not the {end - begin} bytes it is given.");
        }
        else
        {
            return new TensorInfo(found.Type, sizes, start + begin, end - begin);
        }

        return null;
    }

    /// <summary>The tensors must follow one another without a gap and fill the file: then no byte of it is unaccounted for.</summary>
    private static IEnumerable<Problem> CheckLayout(Dictionary<string, TensorInfo> tensors, long start, long length, string file)
    {
        long next = start;
        foreach ((string name, TensorInfo tensor) in tensors.OrderBy(pair => pair.Value.Offset).ThenBy(pair => pair.Value.Bytes))
        {
            if (tensor.Offset != next)
            {
                string place = tensor.Offset < next ? "inside the tensor before it" : "after a gap";
                yield return Problem(file, name, $"starts at {tensor.Offset - start}, {place}: {next - start} was expected.");
            }

            next = Math.Max(next, tensor.Offset + tensor.Bytes);
        }

        if (next != length)
        {
            yield return new Problem(ProblemCodes.InvalidModelDirectory, $"{length - next} bytes after the last tensor belong to none.") { File = file };
        }
    }

    /// <summary>How many bytes a tensor has; null when that is more than can be counted.</summary>
    private static long? Bytes(IReadOnlyList<long> sizes, int elementBytes)
    {
        // Zeros are counted as ones first: libtorch multiplies the other sizes all the same, and fails where that overflows.
        Int128 largest = elementBytes;
        foreach (long size in sizes)
        {
            largest *= Math.Max(size, 1);
            if (largest > long.MaxValue)
            {
                return null;
            }
        }

        return sizes.Contains(0) ? 0 : (long)largest;
    }

    private static List<long>? Numbers(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        List<long> numbers = [];
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static string Shorten(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
