using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;

namespace Hone.Training.Predictions;

/// <summary>One input: a text, with what else its task takes.</summary>
public sealed record PredictionInput
{
    /// <summary>Where it stands in the request, such as <c>inputs[2]</c>; empty where it is a row.</summary>
    [JsonIgnore]
    public string Field { get; init; } = "";

    /// <summary>The text; of a sentence of words these with blanks between them.</summary>
    public required string Text { get; init; }

    /// <summary>The words of a sentence, instead of a text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The predicates of a sentence, as places among its words; without them the model finds them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Predicates { get; init; }

    /// <summary>The second text of a pair.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TextPair { get; init; }

    /// <summary>Texts that the text is compared with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>Every text of it.</summary>
    [JsonIgnore]
    public IEnumerable<string> Texts => [Text, .. TextPair is null ? (IEnumerable<string>)[] : [TextPair], .. Candidates ?? []];

    private static InputColumns Names => InputColumns.Default;

    /// <summary>Where one of its fields stands, for problems.</summary>
    public string FieldOf(string name) => Field.Length == 0 ? name : $"{Field}.{name}";

    /// <summary>Refuses fields beside <c>text</c> for which there is no use.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="taker">What has no use for them, for the message.</param>
    /// <param name="known">The fields for which there is.</param>
    /// <exception cref="RefusalException">There are such fields; each is named.</exception>
    public static void RefuseExtras(IReadOnlyList<PredictionInput> inputs, string taker, params IReadOnlyList<string> known)
    {
        ProblemList problems = new();
        problems.AddRange(inputs.SelectMany(input => input.Extras().Except(known).Select(extra =>
            new Problem(ProblemCodes.InvalidRequest, $"'{input.FieldOf(extra)}' is nothing that {taker} takes.") { Field = input.FieldOf(extra) })));
        problems.ThrowIfAny();
    }

    /// <summary>Reads what <see cref="Validate"/> finds nothing wrong with.</summary>
    /// <param name="value">What was sent.</param>
    /// <param name="field">Where it stands in the request; empty for a row.</param>
    /// <param name="names">The names of its fields, where they are others.</param>
    public static PredictionInput Of(JsonElement value, string field, InputColumns? names = null)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new PredictionInput { Field = field, Text = value.GetString()! };
        }

        names ??= Names;
        IReadOnlyList<string>? words = ReadTexts(value, names.Words);
        return new PredictionInput
        {
            Field = field,
            Text = value.TryGetProperty(names.Text, out JsonElement text) ? text.GetString()! : string.Join(' ', words!),
            TextPair = value.TryGetProperty(names.TextPair, out JsonElement pair) ? pair.GetString() : null,
            Candidates = ReadTexts(value, names.Candidates),
            Words = words,
            Predicates = value.TryGetProperty(names.Predicates, out JsonElement predicates) ? [.. predicates.EnumerateArray().Select(predicate => predicate.GetInt32())] : null,
        };
    }

    /// <summary>Everything that is wrong with one input.</summary>
    /// <param name="value">What was sent.</param>
    /// <param name="field">Where it stands in the request; empty for a row.</param>
    /// <param name="expected">What it must be, for the message.</param>
    /// <param name="names">The names of its fields, where they are others.</param>
    public static IEnumerable<Problem> Validate(JsonElement value, string field, string expected, InputColumns? names = null)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return ValidateText(value, field, "a string");
        }

        string self = Call(field);
        if (value.ValueKind != JsonValueKind.Object)
        {
            return [new Problem(ProblemCodes.WrongType, $"{self} must be {expected}.") { Field = NullIfEmpty(field) }];
        }

        names ??= Names;
        JsonProperty[] properties = [.. value.EnumerateObject()];
        return
        [
            .. Check.That(
                properties.Count(property => property.Name == names.Text || property.Name == names.Words) == 1,
                ProblemCodes.MissingField,
                Join(field, names.Text),
                $"{self} must have either '{names.Text}' or '{names.Words}'."),
            .. Check.That(properties.DistinctBy(property => property.Name).Count() == properties.Length, ProblemCodes.DuplicateField, field, $"{self} has a field twice."),
            .. properties.SelectMany(property => ValidateField(property, field, names)),
        ];
    }

    /// <summary>The names of the fields that it has beside <c>text</c>.</summary>
    private IEnumerable<string> Extras() => new (string Name, bool IsGiven)[]
    {
        (Names.TextPair, TextPair is not null),
        (Names.Candidates, Candidates is not null),
        (Names.Words, Words is not null),
        (Names.Predicates, Predicates is not null),
    }.Where(extra => extra.IsGiven).Select(extra => extra.Name);

    private static string Join(string field, string name) => field.Length == 0 ? name : $"{field}.{name}";

    private static string Call(string field) => field.Length == 0 ? "The row" : $"'{field}'";

    private static string? NullIfEmpty(string field) => field.Length == 0 ? null : field;

    private static IReadOnlyList<string>? ReadTexts(JsonElement value, string field) =>
        value.TryGetProperty(field, out JsonElement texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : null;

    private static IEnumerable<Problem> ValidateField(JsonProperty property, string field, InputColumns names)
    {
        string name = Join(field, property.Name);
        if (property.Name == names.Text || property.Name == names.TextPair)
        {
            return ValidateText(property.Value, name, "a string");
        }

        if (property.Name == names.Predicates)
        {
            return Check.That(
                property.Value.ValueKind == JsonValueKind.Array
                    && property.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int place) && place >= 0)
                    && property.Value.EnumerateArray().Select(item => item.GetInt32()).Distinct().Count() == property.Value.GetArrayLength(),
                ProblemCodes.WrongType,
                name,
                $"'{name}' must be an array of different whole numbers from 0.");
        }

        if (property.Name == names.Candidates || property.Name == names.Words)
        {
            return property.Value.ValueKind != JsonValueKind.Array || property.Value.GetArrayLength() == 0
                ? [new Problem(ProblemCodes.WrongType, $"'{name}' must be an array of at least one string.") { Field = name }]
                : property.Value.EnumerateArray().SelectMany((item, index) => ValidateText(item, $"{name}[{index}]", "a string"));
        }

        string known = string.Join(", ", new[] { names.Text, names.TextPair, names.Candidates, names.Words });
        return [new Problem(ProblemCodes.UnknownField, $"{Call(field)} has a field that is none of {known} and {names.Predicates}.") { Field = NullIfEmpty(field) }];
    }

    private static IEnumerable<Problem> ValidateText(JsonElement value, string field, string expected)
    {
        string self = Call(field);
        if (value.ValueKind != JsonValueKind.String)
        {
            yield return new Problem(ProblemCodes.WrongType, $"{self} must be {expected}.") { Field = NullIfEmpty(field) };
        }
        else if (string.IsNullOrWhiteSpace(value.GetString()))
        {
            yield return new Problem(ProblemCodes.EmptyInputs, $"{self} has no text.") { Field = NullIfEmpty(field) };
        }
        else if (value.GetString()!.Contains('\0', StringComparison.Ordinal))
        {
            yield return new Problem(ProblemCodes.ForbiddenCharacter, $"{self} has a character U+0000, which text does not have.") { Field = NullIfEmpty(field) };
        }
    }
}
