using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Api.Configuration;
using Hone.Domain.Problems;
using Hone.Training.Predictions;

namespace Hone.Api.Predictions;

/// <summary>What to predict for: one input, or an array of inputs. An input is a text, or an object with a <c>text</c> and what else its task takes.</summary>
/// <param name="Value">The JSON that was sent.</param>
[JsonConverter(typeof(PredictionInputsConverter))]
public sealed record PredictionInputs(JsonElement Value)
{
    private const string OneInput = "a string, or an object with a 'text'";

    /// <summary>The inputs, once <see cref="Validate"/> finds nothing wrong.</summary>
    /// <exception cref="RefusalException">There are more than a request may have, or one is too long.</exception>
    public IReadOnlyList<PredictionInput> Read(ServingOptions limits)
    {
        IReadOnlyList<PredictionInput> inputs = Value.ValueKind == JsonValueKind.Array
            ? [.. Value.EnumerateArray().Select((input, index) => PredictionInput.Of(input, $"inputs[{index}]"))]
            : [PredictionInput.Of(Value, "inputs")];
        int texts = inputs.Sum(input => Math.Max(1, input.Candidates?.Count ?? 0));
        if (texts > limits.RequestInputs)
        {
            throw new RefusalException(
                RefusalKind.TooLarge,
                ProblemCodes.BatchTooLarge,
                $"The request has {texts} inputs; one request may have {limits.RequestInputs} (Hone:Serving:RequestInputs).");
        }

        ProblemList problems = new();
        problems.AddRange(inputs
            .Select(input => (input.Field, Length: input.Texts.Max(text => text.Length)))
            .Where(input => input.Length > limits.InputCharacters)
            .Select(input => new Problem(
                ProblemCodes.TextTooLong,
                $"'{input.Field}' has {input.Length} characters; an input may have {limits.InputCharacters} (Hone:Serving:InputCharacters).")
            {
                Field = input.Field,
            }));
        problems.ThrowIfAny();
        return inputs;
    }

    /// <summary>Everything that is wrong with the inputs by themselves.</summary>
    public IEnumerable<Problem> Validate(string field)
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            return PredictionInput.Validate(Value, field, $"{OneInput}, or an array of such");
        }

        return Value.GetArrayLength() == 0
            ? [new Problem(ProblemCodes.EmptyInputs, $"'{field}' is empty; give at least one text.") { Field = field }]
            : Value.EnumerateArray().SelectMany((item, index) => PredictionInput.Validate(item, $"{field}[{index}]", OneInput));
    }
}

/// <summary>Takes any JSON as it is, so that what is wrong with it can be said precisely.</summary>
internal sealed class PredictionInputsConverter : JsonConverter<PredictionInputs>
{
    /// <inheritdoc/>
    public override PredictionInputs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PredictionInputs value, JsonSerializerOptions options) => value.Value.WriteTo(writer);
}
