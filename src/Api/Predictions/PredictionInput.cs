using System.Text.Json;
using Hone.Domain.Problems;

namespace Hone.Api.Predictions;

/// <summary>One input: a text, with what else its task takes.</summary>
public sealed record PredictionInput
{
    /// <summary>The field of the second text of a pair.</summary>
    public const string PairField = "textPair";

    /// <summary>The field of texts to compare with.</summary>
    public const string CandidatesField = "candidates";

    /// <summary>The field of the words of a sentence.</summary>
    public const string WordsField = "words";

    /// <summary>The field of the places of predicates.</summary>
    public const string PredicatesField = "predicates";

    private const string TextField = "text";

    /// <summary>Where it stands in the request, such as <c>inputs[2]</c>.</summary>
    public required string Field { get; init; }

    /// <summary>The text; of a sentence of words these with blanks between them.</summary>
    public required string Text { get; init; }

    /// <summary>The words of a sentence, instead of a text.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The predicates of a sentence, as places among its words; without them the model finds them.</summary>
    public IReadOnlyList<int>? Predicates { get; init; }

    /// <summary>The second text of a pair.</summary>
    public string? TextPair { get; init; }

    /// <summary>Texts that the text is compared with.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>Every text of it.</summary>
    public IEnumerable<string> Texts => [Text, .. TextPair is null ? (IEnumerable<string>)[] : [TextPair], .. Candidates ?? []];

    /// <summary>The names of the fields that it has beside <c>text</c>.</summary>
    public IEnumerable<string> Extras => new (string Name, bool IsGiven)[]
    {
        (PairField, TextPair is not null),
        (CandidatesField, Candidates is not null),
        (WordsField, Words is not null),
        (PredicatesField, Predicates is not null),
    }.Where(extra => extra.IsGiven).Select(extra => extra.Name);

    /// <summary>Refuses fields beside <c>text</c> for which there is no use.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="taker">What has no use for them, for the message.</param>
    /// <param name="known">The fields for which there is.</param>
    /// <exception cref="RefusalException">There are such fields; each is named.</exception>
    public static void RefuseExtras(IReadOnlyList<PredictionInput> inputs, string taker, params IReadOnlyList<string> known)
    {
        ProblemList problems = new();
        problems.AddRange(inputs.SelectMany(input => input.Extras.Except(known).Select(extra =>
            new Problem(ProblemCodes.InvalidRequest, $"'{input.Field}.{extra}' is nothing that {taker} takes.") { Field = $"{input.Field}.{extra}" })));
        problems.ThrowIfAny();
    }

    /// <summary>Reads what <see cref="Validate"/> finds nothing wrong with.</summary>
    /// <param name="value">What was sent.</param>
    /// <param name="field">Where it stands in the request.</param>
    public static PredictionInput Of(JsonElement value, string field)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new PredictionInput { Field = field, Text = value.GetString()! };
        }

        IReadOnlyList<string>? words = ReadTexts(value, WordsField);
        return new PredictionInput
        {
            Field = field,
            Text = value.TryGetProperty(TextField, out JsonElement text) ? text.GetString()! : string.Join(' ', words!),
            TextPair = value.TryGetProperty(PairField, out JsonElement pair) ? pair.GetString() : null,
            Candidates = ReadTexts(value, CandidatesField),
            Words = words,
            Predicates = value.TryGetProperty(PredicatesField, out JsonElement predicates) ? [.. predicates.EnumerateArray().Select(predicate => predicate.GetInt32())] : null,
        };
    }

    /// <summary>Everything that is wrong with one input.</summary>
    public static IEnumerable<Problem> Validate(JsonElement value, string field, string expected)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return ValidateText(value, field, "a string");
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return [new Problem(ProblemCodes.WrongType, $"'{field}' must be {expected}.") { Field = field }];
        }

        JsonProperty[] properties = [.. value.EnumerateObject()];
        return
        [
            .. Check.That(
                properties.Count(property => property.Name is TextField or WordsField) == 1,
                ProblemCodes.MissingField,
                $"{field}.{TextField}",
                $"'{field}' must have either '{TextField}' or '{WordsField}'."),
            .. Check.That(properties.DistinctBy(property => property.Name).Count() == properties.Length, ProblemCodes.DuplicateField, field, $"'{field}' has a field twice."),
            .. properties.SelectMany(property => ValidateField(property, field)),
        ];
    }

    private static IReadOnlyList<string>? ReadTexts(JsonElement value, string field) =>
        value.TryGetProperty(field, out JsonElement texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : null;

    private static IEnumerable<Problem> ValidateField(JsonProperty property, string field)
    {
        switch (property.Name)
        {
            case TextField or PairField:
                return ValidateText(property.Value, $"{field}.{property.Name}", "a string");
            case PredicatesField:
                string places = $"{field}.{PredicatesField}";
                return Check.That(
                    property.Value.ValueKind == JsonValueKind.Array
                        && property.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int place) && place >= 0)
                        && property.Value.EnumerateArray().Select(item => item.GetInt32()).Distinct().Count() == property.Value.GetArrayLength(),
                    ProblemCodes.WrongType,
                    places,
                    $"'{places}' must be an array of different whole numbers from 0.");
            case CandidatesField or WordsField:
                string name = $"{field}.{property.Name}";
                return property.Value.ValueKind != JsonValueKind.Array || property.Value.GetArrayLength() == 0
                    ? [new Problem(ProblemCodes.WrongType, $"'{name}' must be an array of at least one string.") { Field = name }]
                    : property.Value.EnumerateArray().SelectMany((item, index) => ValidateText(item, $"{name}[{index}]", "a string"));
            default:
                return [new Problem(ProblemCodes.UnknownField, $"'{field}' has a field that is none of {TextField}, {PairField}, {CandidatesField}, {WordsField} and {PredicatesField}.") { Field = field }];
        }
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
