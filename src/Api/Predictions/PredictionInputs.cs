using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Api.Configuration;
using Hone.Domain.Problems;

namespace Hone.Api.Predictions;

/// <summary>What to predict for: one text, or an array of texts.</summary>
/// <param name="Value">The JSON that was sent.</param>
[JsonConverter(typeof(PredictionInputsConverter))]
public sealed record PredictionInputs(JsonElement Value)
{
    /// <summary>The texts, once <see cref="Validate"/> finds nothing wrong.</summary>
    /// <exception cref="RefusalException">There are more than a request may have, or one is too long.</exception>
    public IReadOnlyList<string> ToTexts(ServingOptions limits)
    {
        IReadOnlyList<string> texts = Value.ValueKind == JsonValueKind.Array ? [.. Value.EnumerateArray().Select(item => item.GetString()!)] : [Value.GetString()!];
        if (texts.Count > limits.RequestInputs)
        {
            throw new RefusalException(
                RefusalKind.TooLarge,
                ProblemCodes.BatchTooLarge,
                $"The request has {texts.Count} inputs; one request may have {limits.RequestInputs} (Hone:Serving:RequestInputs).");
        }

        ProblemList problems = new();
        problems.AddRange(texts.Index()
            .Where(input => input.Item.Length > limits.InputCharacters)
            .Select(input => (Field: Value.ValueKind == JsonValueKind.Array ? $"inputs[{input.Index}]" : "inputs", input.Item.Length))
            .Select(input => new Problem(
                ProblemCodes.TextTooLong,
                $"'{input.Field}' has {input.Length} characters; an input may have {limits.InputCharacters} (Hone:Serving:InputCharacters).")
            {
                Field = input.Field,
            }));
        problems.ThrowIfAny();
        return texts;
    }

    /// <summary>Every input that is not a text, or an empty one.</summary>
    public IEnumerable<Problem> Validate(string field)
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            return ValidateText(Value, field, "a string or an array of strings");
        }

        return Value.GetArrayLength() == 0
            ? [new Problem(ProblemCodes.EmptyInputs, $"'{field}' is empty; give at least one text.") { Field = field }]
            : Value.EnumerateArray().SelectMany((item, index) => ValidateText(item, $"{field}[{index}]", "a string"));
    }

    private static IEnumerable<Problem> ValidateText(JsonElement value, string field, string expected)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            yield return new Problem(ProblemCodes.WrongType, $"'{field}' must be {expected}.") { Field = field };
        }
        else if (string.IsNullOrWhiteSpace(value.GetString()))
        {
            yield return new Problem(ProblemCodes.EmptyInputs, $"'{field}' has no text.") { Field = field };
        }
        else if (value.GetString()!.Contains('\0', StringComparison.Ordinal))
        {
            yield return new Problem(ProblemCodes.ForbiddenCharacter, $"'{field}' has a character U+0000, which text does not have.") { Field = field };
        }
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
