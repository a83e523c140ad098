using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Api.Datasets;

/// <summary>What a report is to have beside what every report has.</summary>
internal sealed record ReportRequest : IValidatable
{
    /// <summary>
    /// A model version whose tokenizer counts the tokens of the texts and tells which spans it cuts: <c>name</c> (its <c>default</c> alias, else the newest version),
    /// <c>name@alias</c> or <c>name:3</c>.
    /// </summary>
    public string? Model { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() => Model is null ? [] : ModelReference.Validate("model", Model);
}
