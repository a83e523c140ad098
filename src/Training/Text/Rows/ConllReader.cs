using System.Runtime.CompilerServices;
using System.Text;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>
/// Reads the sentences of a CoNLL file (Tjong Kim Sang and De Meulder, 2003). Columns are separated by tabs where a line has one, else by
/// blanks. A line that begins with <c>#</c> is a comment before the first word of a sentence, unless it ends as a tagged word does; a line
/// with a tab never is one, so that the word <c>#</c> can be tagged.
/// </summary>
/// <param name="lines">The lines of the file.</param>
/// <param name="reading">Which columns are read.</param>
/// <param name="limits">How long a sentence may be.</param>
/// <param name="problems">Where to report.</param>
internal sealed class ConllReader(Utf8LineReader lines, ReadingOptions reading, DatasetLimits limits, FileProblems problems)
{
    private const string DocumentStart = "-DOCSTART-";

    private List<TaggedWord> words = [];
    private int columns;
    private bool broken;
    private bool tooLong;

    /// <summary>Reads the sentences in their order; one with a line that cannot be read is passed over, which is reported.</summary>
    public async IAsyncEnumerable<TaggedSentence> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken))
        {
            if (!lines.TryGet(problems, out ReadOnlyMemory<byte> line))
            {
                broken = true;
                continue;
            }

            string content = Encoding.UTF8.GetString(line.Span);
            bool ends = string.IsNullOrWhiteSpace(content);
            string[] fields = ends ? [] : Split(content);
            if (ends || fields[0] == DocumentStart)
            {
                if (EndSentence() is TaggedSentence sentence)
                {
                    yield return sentence;
                }
            }
            else if (words.Count > 0 || broken || !IsComment(content, fields))
            {
                Add(fields);
            }
        }

        if (EndSentence() is TaggedSentence last)
        {
            yield return last;
        }
    }

    private static string[] Split(string line) =>
        line.Contains('\t')
            ? line.Split('\t', StringSplitOptions.TrimEntries)
            : line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsComment(string line, string[] fields) =>
        line.StartsWith('#') && !line.Contains('\t') && (fields.Length == 1 || fields[^1] is not ("O" or [_, '-', ..]));

    private void Add(string[] fields)
    {
        int needed = Math.Max(2, Math.Max(reading.TagColumn ?? 0, reading.TokenColumn));
        columns = columns == 0 && fields.Length >= needed ? fields.Length : columns;
        int tag = reading.TagColumn ?? columns;
        if (fields.Length < needed)
        {
            Report(ProblemCodes.MissingTag, $"The line has no tag: it has {fields.Length} of {needed} columns.");
        }
        else if (fields.Length != columns)
        {
            Report(ProblemCodes.WrongColumnCount, $"The line has {fields.Length} columns; the lines before have {columns}.");
        }
        else if (fields[reading.TokenColumn - 1].Length == 0)
        {
            Report(ProblemCodes.EmptyToken, "The line has a tag and no word.");
        }
        else if (fields[tag - 1].Length == 0)
        {
            Report(ProblemCodes.MissingTag, "The line has a word and no tag.");
        }
        else if (words.Count < limits.Words)
        {
            words.Add(new TaggedWord(lines.Number, fields[reading.TokenColumn - 1], fields[tag - 1]));
        }
        else if (!tooLong)
        {
            tooLong = true;
            Report(ProblemCodes.TooManyWords, $"The sentence has more than {limits.Words} words; an empty line may be missing.");
        }
    }

    private void Report(string code, string message)
    {
        broken = true;
        problems.Add(code, lines.Number, null, message);
    }

    private TaggedSentence? EndSentence()
    {
        TaggedSentence? sentence = words.Count > 0 && !broken ? new TaggedSentence(words, problems) : null;
        words = [];
        broken = tooLong = false;
        return sentence;
    }
}
