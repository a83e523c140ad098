using System.Text.Json.Serialization;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Sweeps;

/// <summary>What an option may be: one of the values that are listed, or anything from a least to a greatest. In JSON a number, an array or an object.</summary>
[JsonConverter(typeof(SearchRangeJson))]
[JsonForm("a number, an array of numbers, or an object with 'min', 'max' and, for steps that multiply, 'scale' as log")]
public sealed record SearchRange
{
    /// <summary>The most values that are listed.</summary>
    public const int MostValues = 100;

    private SearchRange()
    {
    }

    /// <summary>The values that are listed; null where all between <see cref="Min"/> and <see cref="Max"/> may be taken.</summary>
    public IReadOnlyList<double>? Values { get; private init; }

    /// <summary>The least value of all.</summary>
    public double Min { get; private init; }

    /// <summary>The greatest value of all.</summary>
    public double Max { get; private init; }

    /// <summary>How values are spread between the two.</summary>
    public SearchScale Scale { get; private init; }

    /// <summary>One of some values.</summary>
    public static SearchRange Of(params IReadOnlyList<double> values) =>
        new() { Values = values, Min = values.DefaultIfEmpty().Min(), Max = values.DefaultIfEmpty().Max() };

    /// <summary>Anything between two values, both of which are allowed.</summary>
    public static SearchRange Between(double min, double max, SearchScale scale = SearchScale.Linear) => new() { Min = min, Max = max, Scale = scale };

    /// <summary>A value at random, of which every one is as likely as any other on the scale.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="isWhole">Whether only whole numbers are meant.</param>
    public double Draw(Random random, bool isWhole)
    {
        if (Values is not null)
        {
            return Values[random.Next(Values.Count)];
        }

        // Whole numbers have half a step around each of them, so that the ends are as likely as the others.
        (double low, double high) = isWhole ? (Min - 0.5, Max + 0.5) : (Min, Max);
        double share = random.NextDouble();
        double drawn = Scale == SearchScale.Log ? low * Math.Pow(high / low, share) : low + (share * (high - low));
        return Math.Clamp(isWhole ? Math.Round(drawn) : drawn, Min, Max);
    }

    /// <summary>Every problem of the range itself, whatever option it is of.</summary>
    /// <param name="field">Where it stands in the request.</param>
    /// <param name="isWhole">Whether only whole numbers are meant.</param>
    public IEnumerable<Problem> Validate(string field, bool isWhole)
    {
        foreach ((string place, double value) in Places(field))
        {
            foreach (Problem problem in Check.That(!isWhole || !double.IsFinite(value) || value == Math.Floor(value), ProblemCodes.WrongType, place, $"'{place}' must be a whole number."))
            {
                yield return problem;
            }
        }

        IEnumerable<Problem> ofAll = Values is { } values
            ?
            [
                .. Check.That(values.Count is > 0 and <= MostValues, ProblemCodes.OutOfRange, field, $"'{field}' must list 1 to {MostValues} values."),
                .. Check.That(values.Distinct().Count() == values.Count, ProblemCodes.OutOfRange, field, $"'{field}' lists a value twice."),
            ]
            :
            [
                .. Check.That(Min < Max, ProblemCodes.OutOfRange, $"{field}.max", $"'{field}.max' must be greater than '{field}.min'."),
                .. Check.That(Scale != SearchScale.Log || Min > 0, ProblemCodes.OutOfRange, $"{field}.min", $"'{field}.min' must be greater than 0 on a scale that multiplies."),
            ];
        foreach (Problem problem in ofAll)
        {
            yield return problem;
        }
    }

    /// <summary>The values that stand in the request, with the fields in which they stand.</summary>
    public IEnumerable<(string Field, double Value)> Places(string field) => Values is null
        ? [($"{field}.min", Min), ($"{field}.max", Max)]
        : Values.Index().Select(value => (Values.Count == 1 ? field : $"{field}[{value.Index}]", value.Item));
}
