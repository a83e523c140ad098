using System.Net;
using System.Text;

namespace Hone.Benchmarks.Speed.Text;

/// <summary>
/// Plain text of any length: the same lines over and over, each with a number in front that no other has. A blank line ends a document of some lines.
/// </summary>
internal sealed class RepeatedText
{
    private const int LinesOfDocument = 20;
    private const int Digits = 10;

    private readonly byte[] block;
    private readonly List<int> numbers = [];
    private readonly int times;

    /// <param name="lines">The lines.</param>
    /// <param name="bytes">The least length, in bytes.</param>
    public RepeatedText(IEnumerable<string> lines, long bytes)
    {
        using MemoryStream written = new();
        foreach ((int index, string line) in lines.Index())
        {
            numbers.Add((int)written.Length);
            written.Write(Encoding.UTF8.GetBytes($"{new string('0', Digits)} {line}\n{((index + 1) % LinesOfDocument == 0 ? "\n" : string.Empty)}"));
        }

        block = written.ToArray();
        times = (int)((bytes + block.Length - 1) / block.Length);
    }

    /// <summary>Its length in bytes.</summary>
    public long Length => (long)times * block.Length;

    /// <summary>Its bytes in pieces, each good until the next is asked for.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        byte[] piece = [.. block];
        for (int time = 0; time < times; time++)
        {
            for (int line = 0; line < numbers.Count; line++)
            {
                long number = ((long)time * numbers.Count) + line;
                number.TryFormat(piece.AsSpan(numbers[line], Digits), out _, "D10");
            }

            yield return piece;
        }
    }

    /// <summary>It as the body of a request.</summary>
    public HttpContent ToContent() => new Body(this);

    private sealed class Body(RepeatedText text) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (ReadOnlyMemory<byte> piece in text.Pieces())
            {
                await stream.WriteAsync(piece);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = text.Length;
            return true;
        }
    }
}
