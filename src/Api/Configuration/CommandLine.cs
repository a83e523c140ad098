namespace Hone.Api.Configuration;

/// <summary>
/// The arguments that the service is started with. ASP.NET Core takes any of them for a setting, or passes over it, so that a misspelt word
/// would serve as if it had not been said.
/// </summary>
internal sealed class CommandLine
{
    /// <summary>What Hone and ASP.NET Core read: a setting, or the first part of the name of several.</summary>
    private static readonly HashSet<string> Known = new(
        [
            HoneOptions.Section, "Kestrel", "Logging", "AllowedHosts",
            "urls", "http_ports", "https_ports", "preferHostingUrls", "environment", "contentRoot", "webroot", "applicationName",
            "detailedErrors", "captureStartupErrors", "suppressStatusMessages", "shutdownTimeoutSeconds", "hostBuilder",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly List<string> settings = [];
    private readonly List<string> failures = [];

    /// <summary>Reads arguments.</summary>
    /// <param name="args">Settings as <c>--KEY=VALUE</c>, <c>--KEY VALUE</c>, <c>/KEY=VALUE</c> or <c>KEY=VALUE</c>.</param>
    public CommandLine(IReadOnlyList<string> args)
    {
        for (int index = 0; index < args.Count; index++)
        {
            string argument = args[index];
            string? key = KeyOf(argument);
            bool hasOwnValue = argument.Contains('=', StringComparison.Ordinal);
            if (key is null || !Known.Contains(key.Split(':')[0]))
            {
                failures.Add($"The argument '{argument}' is not understood; --help tells those there are.");
            }
            else if (hasOwnValue)
            {
                settings.Add(argument);
            }
            else if (++index < args.Count)
            {
                settings.AddRange([argument, args[index]]);
            }
            else
            {
                failures.Add($"The argument '{argument}' needs a value.");
            }
        }
    }

    /// <summary>The arguments that are settings.</summary>
    public string[] Settings => [.. settings];

    /// <summary>What is wrong with each of the others.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>The name of the setting; null where there can be none.</summary>
    private static string? KeyOf(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string key = equals < 0 ? argument : argument[..equals];
        return key switch
        {
            ['-', '-', .. var name] => name,
            ['-', ..] => null, // the form of abbreviations, of which there are none
            ['/', .. var name] => name,
            _ => equals < 0 ? null : key,
        };
    }
}
