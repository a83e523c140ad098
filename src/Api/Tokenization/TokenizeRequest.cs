using Hone.Api.Predictions;
using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Api.Tokenization;

/// <summary>What to cut into tokens, and by which model's tokenizer.</summary>
public sealed record TokenizeRequest : IValidatable
{
    /// <summary>A model version: <c>name</c> (its <c>default</c> alias, else the newest version), <c>name@alias</c> or <c>name:3</c>.</summary>
    public required string Model { get; init; }

    /// <summary>One text, or an array of texts.</summary>
    public required PredictionInputs Inputs { get; init; }

    /// <summary>Whether to show the words of each text as well.</summary>
    public bool Words { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() => [.. ModelReference.Validate("model", Model), .. Inputs.Validate("inputs")];
}
