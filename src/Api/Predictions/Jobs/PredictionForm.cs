using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Api.Uploads;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Api.Predictions.Jobs;

/// <summary>The form that a prediction job is asked for with: its fields, and its file in a temporary file.</summary>
internal sealed class PredictionForm(UploadForm form, BlobStore blobs, LimitOptions limits) : IAsyncDisposable
{
    /// <summary>The part of the file.</summary>
    public const string FilePart = "file";

    private const string TaskField = "task";

    private static readonly string[] FieldNames = ["model", TaskField, "format", "columns", "parameters"];

    private readonly Dictionary<string, string> fields = [];
    private readonly ProblemList problems = [];
    private TakenFile? file;

    /// <summary>The file, once the form is bound.</summary>
    public TakenFile File => file ?? throw new InvalidOperationException("The form has no file.");

    /// <summary>Reads the whole form. What is empty counts as not sent, as browsers send what was not filled in.</summary>
    /// <exception cref="RefusalException">The form is broken, or has a part twice.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
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
            }
            else if (part.Name == FilePart)
            {
                file = await TakenFile.TakeAsync(part, blobs, limits, cancellationToken);
            }
            else
            {
                string name = UploadForm.Quote(part.Name);
                problems.Add(new Problem(ProblemCodes.UnknownPart, $"The form has the part '{name}'; its parts are {string.Join(", ", FieldNames)} and {FilePart}.") { Field = name });
            }
        }
    }

    /// <summary>What the fields say, with the format of the file.</summary>
    /// <exception cref="RefusalException">Some field is wrong, or a part is missing; all of that is listed.</exception>
    public PredictSpecification Bind()
    {
        if (file is null)
        {
            problems.Add(new Problem(ProblemCodes.MissingPart, $"The form has no part '{FilePart}'.") { Field = FilePart });
        }

        PredictSpecification specification = FormFields.Bind<PredictSpecification>(fields, problems, limits.JsonDepth);
        InputFormat? format = specification.Format ?? FormatOf(File);
        if (format is null)
        {
            string message = $"The format of '{File.Name}' is not known from its name or media type; say it in the field 'format': jsonl, csv, tsv or text.";
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.UnknownFormat, message)
            {
                Problems = [new Problem(ProblemCodes.UnknownFormat, message) { Field = "format", File = File.Name }],
                ProblemCount = 1,
            };
        }

        return specification with { Format = format };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (file is not null)
        {
            await file.DisposeAsync();
        }
    }

    private static InputFormat? FormatOf(TakenFile file) => file.Format switch
    {
        DatasetFormat.Jsonl => InputFormat.Jsonl,
        DatasetFormat.Csv => InputFormat.Csv,
        DatasetFormat.Tsv => InputFormat.Tsv,
        null when file.Extension == ".txt" || file.MediaType == "text/plain" => InputFormat.Text,
        _ => null,
    };
}
