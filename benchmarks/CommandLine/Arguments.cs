using System.Globalization;

namespace Hone.Benchmarks.CommandLine;

/// <summary>Options and their values: <c>--name value</c>, some of them more than once.</summary>
internal sealed class Arguments
{
    private readonly List<(string Name, string Value)> given = [];

    /// <param name="args">The words of the command line.</param>
    /// <param name="known">The options there are, each with its hyphens.</param>
    /// <exception cref="UsageException">An option is not known, or has no value.</exception>
    public Arguments(IReadOnlyList<string> args, params string[] known)
    {
        for (int next = 0; next < args.Count; next += 2)
        {
            string name = args[next];
            if (!known.Contains(name))
            {
                throw new UsageException($"There is no option '{name}'; there are {string.Join(", ", known)}.");
            }

            if (next + 1 == args.Count || args[next + 1].StartsWith("--", StringComparison.Ordinal))
            {
                throw new UsageException($"{name} needs a value.");
            }

            given.Add((name, args[next + 1]));
        }
    }

    /// <summary>The values of an option, in their order.</summary>
    public IReadOnlyList<string> All(string name) => [.. given.Where(option => option.Name == name).Select(option => option.Value)];

    /// <summary>The value of an option; null when it is not there.</summary>
    /// <exception cref="UsageException">It is there more than once.</exception>
    public string? Optional(string name) => All(name) switch
    {
        [] => null,
        [string value] => value,
        _ => throw new UsageException($"{name} is given more than once."),
    };

    /// <summary>The value of an option that has to be there.</summary>
    /// <exception cref="UsageException">It is not there, or more than once.</exception>
    public string Required(string name) => Optional(name) ?? throw new UsageException($"{name} is missing.");

    /// <summary>A whole number; null when the option is not there.</summary>
    /// <exception cref="UsageException">It is not one from <paramref name="least"/> on.</exception>
    public long? Number(string name, long least)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least
            ? value
            : throw new UsageException($"{name} must be a whole number from {least} on; '{text}' is not.");
    }

    /// <summary>A number above 0 and up to 1; null when the option is not there.</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public double? Fraction(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 1
            ? value
            : throw new UsageException($"{name} must be a number above 0 and up to 1; '{text}' is not.");
    }
}
