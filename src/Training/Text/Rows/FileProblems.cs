using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>Reports what is wrong with one uploaded file.</summary>
/// <param name="all">The problems of the whole upload.</param>
/// <param name="file">The file's name, as it was uploaded.</param>
internal sealed class FileProblems(ProblemList all, string file)
{
    /// <summary>How many problems this file has so far.</summary>
    public long Count { get; private set; }

    /// <param name="code">One of <see cref="ProblemCodes"/>.</param>
    /// <param name="line">Where it is, counted from 1; null when it is about the whole file.</param>
    /// <param name="field">The column or property, where it is about one.</param>
    /// <param name="message">One sentence for a person, without the text that was sent.</param>
    public void Add(string code, long? line, string? field, string message)
    {
        Count++;
        all.Add(new Problem(code, message) { File = file, Line = line, Field = field });
    }
}
