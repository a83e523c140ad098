using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using TorchSharp;

namespace Hone.Training.Artifacts;

/// <summary>Writes tensors in the safetensors format, byte for byte as the reference implementation lays them out.</summary>
public static class SafetensorsWriter
{
    /// <summary>
    /// Writes the tensors to a file that appears whole or not at all. Tensors on the processor are written from their own memory; others are fetched
    /// one at a time.
    /// </summary>
    /// <param name="path">Replaced when it exists.</param>
    /// <param name="tensors">By name; the order is the format's, not this list's.</param>
    /// <param name="metadata">Text about the file; <c>format: pt</c>, which PyTorch's readers ask for, is added.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or one has a number format that is not stored.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Write(
        string path,
        IReadOnlyList<KeyValuePair<string, torch.Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<Entry> entries = LayOut(tensors);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(Header(entries, metadata));
                foreach (Entry entry in entries)
                {
                    using DisposeScope scope = torch.NewDisposeScope();
                    SafetensorsFormat.ForEachPiece(entry.Tensor.detach().cpu().contiguous(), piece => file.Write(piece));
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static List<Entry> LayOut(IReadOnlyList<KeyValuePair<string, torch.Tensor>> tensors)
    {
        List<(int Rank, Entry Entry)> ranked = [];
        HashSet<string> names = [SafetensorsFormat.Metadata];
        foreach ((string name, torch.Tensor tensor) in tensors)
        {
            if (!names.Add(name))
            {
                throw new ArgumentException($"Two tensors are called '{name}', or the name is reserved.", nameof(tensors));
            }

            int rank = SafetensorsFormat.Types.ToList().FindIndex(type => type.Type == tensor.dtype);
            if (rank < 0)
            {
                throw new ArgumentException($"The tensor '{name}' is {tensor.dtype}, which safetensors files do not store.", nameof(tensors));
            }

            (string typeName, _, int bytes) = SafetensorsFormat.Types[rank];
            ranked.Add((rank, new Entry(name, typeName, tensor, tensor.NumberOfElements * bytes)));
        }

        return [.. ranked.OrderBy(item => item.Rank).ThenBy(item => item.Entry.Name, StringComparer.Ordinal).Select(item => item.Entry)];
    }

    /// <summary>The header with its length before it, filled up with spaces so that the numbers start at a multiple of 8 bytes.</summary>
    private static byte[] Header(List<Entry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsFormat.Metadata);
            json.WriteString("format", "pt");
            foreach ((string key, string value) in (metadata ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (key != "format")
                {
                    json.WriteString(key, value);
                }
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (Entry entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type);
                json.WriteStartArray("shape");
                foreach (long size in entry.Tensor.shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += entry.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int length = (buffer.WrittenCount + 7) / 8 * 8;
        byte[] header = new byte[SafetensorsFormat.Prefix + length];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        buffer.WrittenSpan.CopyTo(header.AsSpan(SafetensorsFormat.Prefix));
        return header;
    }

    private sealed record Entry(string Name, string Type, torch.Tensor Tensor, long Bytes);
}
