using System.Text;
using System.Text.Json;
using Hone.Domain.Corpora;
using Hone.Domain.Problems;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text;

/// <summary>
/// Brings an uploaded corpus into its canonical form, holding one document at a time. Documents of white space alone are left out;
/// nothing else is changed. The canonical form is its own canonical form.
/// </summary>
public sealed class CorpusReader
{
    private readonly Utf8LineReader lines;
    private readonly CanonicalWriter<CorpusDocument> writer;
    private readonly CorpusLimits limits;
    private readonly ProblemList all = [];
    private readonly FileProblems problems;
    private long documents;
    private long characters;

    private CorpusReader(Stream source, string fileName, Stream canonical, CorpusLimits limits)
    {
        lines = new Utf8LineReader(source, limits.LineBytes);
        writer = new CanonicalWriter<CorpusDocument>(canonical);
        problems = new FileProblems(all, fileName);
        this.limits = limits;
    }

    /// <summary>Reads a corpus and writes its canonical form. When it is refused, what was written is of no use.</summary>
    /// <param name="source">The uploaded bytes, not compressed. Left open.</param>
    /// <param name="format">How it is divided into documents.</param>
    /// <param name="fileName">The name that problems give.</param>
    /// <param name="canonical">Where the canonical form goes. Flushed, left open.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">It cannot be used; every problem is counted, the first ones are listed.</exception>
    public static async Task<CorpusSummary> CanonicalizeAsync(
        Stream source, CorpusFormat format, string fileName, Stream canonical, CorpusLimits limits, CancellationToken cancellationToken)
    {
        CorpusReader reader = new(source, fileName, canonical, limits);
        await (format == CorpusFormat.Jsonl ? reader.ReadJsonlAsync(cancellationToken) : reader.ReadTextAsync(cancellationToken));
        if (reader.lines.Number == 0)
        {
            reader.problems.Add(ProblemCodes.EmptyFile, null, null, "The file is empty.");
        }
        else if (reader.documents == 0 && reader.all.Total == 0)
        {
            reader.problems.Add(ProblemCodes.NoDocuments, null, null, "The file holds no document: only white space.");
        }

        reader.all.ThrowIfAny(ProblemCodes.InvalidCorpus, $"The corpus cannot be used: '{fileName}' has {Count(reader.all.Total)}.");
        await reader.writer.FlushAsync(cancellationToken);
        return new CorpusSummary(reader.documents, reader.characters);
    }

    private static string Count(long problems) => problems == 1 ? "1 problem" : $"{problems} problems";

    private async Task ReadJsonlAsync(CancellationToken cancellationToken)
    {
        bool goOn = true;
        while (goOn && await lines.ReadAsync(cancellationToken))
        {
            if (!lines.TryGet(problems, out ReadOnlyMemory<byte> line) || line.Span.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            using JsonDocument? row = JsonLine.Parse(line, lines.Number, problems);
            if (row is not null && JsonLine.GetText(row.RootElement, "text", allowInteger: false, lines.Number, problems) is string text)
            {
                goOn = await AddAsync(text, lines.Number, cancellationToken);
            }
        }
    }

    private async Task ReadTextAsync(CancellationToken cancellationToken)
    {
        StringBuilder document = new();
        long first = 0;
        bool goOn = true;
        while (goOn && await lines.ReadAsync(cancellationToken))
        {
            if (!lines.TryGet(problems, out ReadOnlyMemory<byte> line))
            {
                continue;
            }

            string content = Encoding.UTF8.GetString(line.Span);
            if (string.IsNullOrWhiteSpace(content))
            {
                goOn = await EndDocumentAsync();
                continue;
            }

            first = document.Length == 0 ? lines.Number : first;

            // Past the limit a document is not kept, only counted as too long; a code point has at most two characters.
            if (document.Length <= 2L * limits.DocumentCharacters)
            {
                document.Append(document.Length == 0 ? "" : "\n").Append(content);
            }
        }

        if (goOn)
        {
            await EndDocumentAsync();
        }

        async ValueTask<bool> EndDocumentAsync()
        {
            string text = document.ToString();
            document.Clear();
            return await AddAsync(text, first, cancellationToken);
        }
    }

    /// <returns>Whether there may be more documents.</returns>
    private async ValueTask<bool> AddAsync(string text, long line, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        int length = CodePoints.Count(text);
        if (length > limits.DocumentCharacters)
        {
            problems.Add(ProblemCodes.TextTooLong, line, "text", $"The document has more than {limits.DocumentCharacters} characters.");
            return true;
        }

        if (text.Contains('\0'))
        {
            problems.Add(ProblemCodes.ForbiddenCharacter, line, "text", "The document has a character U+0000, which text does not have.");
            return true;
        }

        if (documents == limits.Documents)
        {
            problems.Add(ProblemCodes.TooManyRows, line, null, $"The corpus has more than {limits.Documents} documents.");
            return false;
        }

        documents++;
        characters += length;
        if (all.Total == 0)
        {
            await writer.WriteAsync(new CorpusDocument(text), cancellationToken);
        }

        return true;
    }
}
