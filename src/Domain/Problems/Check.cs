using System.Numerics;

namespace Hone.Domain.Problems;

/// <summary>The rules that fields of a request are held to; each yields a problem or nothing.</summary>
internal static class Check
{
    public static IEnumerable<Problem> Range<T>(string field, T value, T minimum, T maximum)
        where T : INumber<T>
    {
        if (!(value >= minimum && value <= maximum))
        {
            yield return new Problem(ProblemCodes.OutOfRange, $"'{field}' is {value}; it must be from {minimum} to {maximum}.") { Field = field };
        }
    }

    public static IEnumerable<Problem> Range<T>(string field, T? value, T minimum, T maximum)
        where T : struct, INumber<T> => value is T given ? Range(field, given, minimum, maximum) : [];

    public static IEnumerable<Problem> Name(string field, string? value)
    {
        if (!ResourceName.IsValid(value))
        {
            yield return new Problem(ProblemCodes.InvalidName, $"'{field}' must be {ResourceName.Rule}.") { Field = field };
        }
    }

    public static IEnumerable<Problem> That(bool holds, string code, string field, string message)
    {
        if (!holds)
        {
            yield return new Problem(code, message) { Field = field };
        }
    }
}
