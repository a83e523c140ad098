using System.Numerics;

namespace Hone.Domain.Problems;

/// <summary>The rules that fields of a request are held to; each yields a problem or nothing.</summary>
public static class Check
{
    /// <summary>
    /// A number within bounds, both of which are allowed. NaN is out of any. The largest and the smallest number of the type may stand for one
    /// that the type cannot hold, and are not quoted.
    /// </summary>
    public static IEnumerable<Problem> Range<T>(string field, T value, T minimum, T maximum)
        where T : INumber<T>, IMinMaxValue<T>
    {
        if (!(value >= minimum && value <= maximum))
        {
            string given = value == T.MaxValue || value == T.MinValue ? $"'{field}'" : $"'{field}' is {value}; it";
            yield return new Problem(ProblemCodes.OutOfRange, $"{given} must be from {minimum} to {maximum}.")
            {
                Field = field,
                Bounds = ((IConvertible)minimum, (IConvertible)maximum),
            };
        }
    }

    /// <summary>A number within bounds, if it is given.</summary>
    public static IEnumerable<Problem> Range<T>(string field, T? value, T minimum, T maximum)
        where T : struct, INumber<T>, IMinMaxValue<T> => value is T given ? Range(field, given, minimum, maximum) : [];

    /// <summary>A name that keeps to <see cref="ResourceName.Rule"/>.</summary>
    public static IEnumerable<Problem> Name(string field, string? value)
    {
        if (!ResourceName.IsValid(value))
        {
            yield return new Problem(ProblemCodes.InvalidName, $"'{field}' must be {ResourceName.Rule}.") { Field = field };
        }
    }

    /// <summary>Any other rule.</summary>
    public static IEnumerable<Problem> That(bool holds, string code, string field, string message)
    {
        if (!holds)
        {
            yield return new Problem(code, message) { Field = field };
        }
    }
}
