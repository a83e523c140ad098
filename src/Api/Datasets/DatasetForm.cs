using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Api.Uploads;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text;

namespace Hone.Api.Datasets;

/// <summary>The form that a data set is uploaded with: its fields, and its files in temporary files.</summary>
internal sealed class DatasetForm(UploadForm form, BlobStore blobs, LimitOptions limits) : IAsyncDisposable
{
    private const string NameField = "name";
    private const string TaskField = "task";

    private static readonly string[] FieldNames = [NameField, TaskField, "format", "columns", "reading", "split"];

    private static readonly Dictionary<string, SplitName> Splits = new()
    {
        ["train"] = SplitName.Train,
        ["validation"] = SplitName.Validation,
        ["test"] = SplitName.Test,
    };

    private readonly Dictionary<string, string> fields = [];
    private readonly List<(SplitName Split, TakenFile File)> files = [];
    private readonly ProblemList problems = [];

    /// <summary>SHA-256 of every file as it was read, and the format of its name, by its split.</summary>
    public IReadOnlyDictionary<SplitName, string> Hashes => files.ToDictionary(file => file.Split, file => $"{file.File.Format} {file.File.Content.Sha256}");

    /// <summary>Reads the whole form. What is empty counts as not sent, as browsers send what was not filled in.</summary>
    /// <param name="checkName">Refuses a name as soon as it is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">The form is broken, or has a part twice.</exception>
    public async Task ReadAsync(Func<string, CancellationToken, Task> checkName, CancellationToken cancellationToken)
    {
        while (await form.ReadNextAsync(cancellationToken) is { } part)
        {
            if (FieldNames.Contains(part.Name))
            {
                string value = await form.ReadFieldAsync(part, cancellationToken);
                if (value.Length > 0)
                {
                    fields[part.Name] = part.Name == TaskField ? TaskNames.Resolve(value) : value;
                }

                if (part.Name == NameField)
                {
                    await checkName(value, cancellationToken);
                }
            }
            else if (Splits.TryGetValue(part.Name, out SplitName split))
            {
                if (await TakenFile.TakeAsync(part, blobs, limits, cancellationToken) is { } file)
                {
                    files.Add((split, file));
                }
            }
            else
            {
                string name = UploadForm.Quote(part.Name);
                problems.Add(new Problem(ProblemCodes.UnknownPart, $"The form has the part '{name}'; its parts are {string.Join(", ", FieldNames.Concat(Splits.Keys))}.") { Field = name });
            }
        }
    }

    /// <summary>What the fields say.</summary>
    /// <exception cref="RefusalException">Some field is wrong, or a part is missing; all of that is listed.</exception>
    public DatasetUpload Bind()
    {
        if (!files.Any(file => file.Split == SplitName.Train))
        {
            problems.Add(new Problem(ProblemCodes.MissingPart, "The form has no part 'train'.") { Field = "train" });
        }

        return FormFields.Bind<DatasetUpload>(fields, problems, limits.JsonDepth);
    }

    /// <summary>The files, with the format of each.</summary>
    /// <param name="format">The format of all of them; null finds out that of each.</param>
    /// <exception cref="RefusalException">Some file's format cannot be told.</exception>
    public IReadOnlyList<DatasetPart> Parts(DatasetFormat? format)
    {
        ProblemList unknown = [];
        List<DatasetPart> parts = [];
        foreach ((SplitName split, TakenFile file) in files)
        {
            if ((format ?? file.Format) is { } known)
            {
                parts.Add(new DatasetPart(split, file.Name, known, file.Content.Path));
            }
            else
            {
                string message = $"The format of '{file.Name}' is not known from its name or media type; say it in the field 'format': jsonl, csv, tsv or conll.";
                unknown.Add(new Problem(ProblemCodes.UnknownFormat, message) { Field = "format", File = file.Name });
            }
        }

        unknown.ThrowIfAny();
        return parts;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach ((_, TakenFile file) in files)
        {
            await file.DisposeAsync();
        }
    }
}
