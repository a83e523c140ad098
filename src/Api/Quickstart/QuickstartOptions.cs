namespace Hone.Api.Quickstart;

/// <summary>The command line of the quickstart.</summary>
internal sealed record QuickstartOptions
{
    /// <summary>How it is used, for people.</summary>
    public const string Usage = """
        usage: quickstart [--once] [--url URL] [--data DIR]
               quickstart --export DIR

          --once        end after the predictions: exit status 0, or 1 if a step failed
          --url URL     the address to serve on; by default http://127.0.0.1:5080, or a free port when that is taken
          --data DIR    the folder for database, texts and models; by default a folder of its own among the user's local data
          --export DIR  write the texts as files, to try the routes by hand, and end
        """;

    /// <summary>End after the predictions instead of serving on.</summary>
    public bool Once { get; private init; }

    /// <summary>The address to serve on; null chooses.</summary>
    public string? Url { get; private init; }

    /// <summary>The data path of the service; null chooses.</summary>
    public string? DataPath { get; private init; }

    /// <summary>Write the texts here and do nothing else.</summary>
    public string? Export { get; private init; }

    /// <summary>Only <see cref="Usage"/> is asked for.</summary>
    public bool Help { get; private init; }

    /// <summary>Reads the arguments behind <c>quickstart</c>.</summary>
    /// <exception cref="QuickstartException">They cannot be understood.</exception>
    public static QuickstartOptions Parse(IReadOnlyList<string> args)
    {
        QuickstartOptions options = new();
        for (int next = 0; next < args.Count;)
        {
            string name = args[next++];
            string? value = next < args.Count && !args[next].StartsWith('-') ? args[next++] : null;
            options = (name, value) switch
            {
                ("--once", null) => options with { Once = true },
                ("--help" or "-h", null) => options with { Help = true },
                ("--url", not null) => options with { Url = Address(value) },
                ("--data", not null) => options with { DataPath = Path.GetFullPath(value) },
                ("--export", not null) => options with { Export = Path.GetFullPath(value) },
                ("--url" or "--data" or "--export", null) => throw new QuickstartException($"{name} needs a value.\n\n{Usage}"),
                (_, null) => throw new QuickstartException($"There is no option {name}.\n\n{Usage}"),
                _ => throw new QuickstartException($"{value} is not understood here.\n\n{Usage}"),
            };
        }

        return options;
    }

    private static string Address(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttp
            ? value
            : throw new QuickstartException($"{value} is not an address such as http://127.0.0.1:5080.\n\n{Usage}");
}
