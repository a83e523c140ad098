namespace Hone.Api.Configuration;

/// <summary>
/// The arguments that the service is started with. ASP.NET Core takes any of them for a setting, or passes over it, so that a misspelt word
/// would serve as if it had not been said.
/// </summary>
internal static class CommandLine
{
    /// <summary>What Hone and ASP.NET Core read: a setting, or the first part of the name of several.</summary>
    private static readonly HashSet<string> Known = new(
        [
            HoneOptions.Section, "Kestrel", "Logging", "AllowedHosts",
            "urls", "http_ports", "https_ports", "preferHostingUrls", "environment", "contentRoot", "webroot", "applicationName",
            "detailedErrors", "captureStartupErrors", "suppressStatusMessages", "shutdownTimeoutSeconds", "hostBuilder",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with each argument that is not understood.</summary>
    /// <param name="args">Settings as <c>--KEY=VALUE</c>, <c>--KEY VALUE</c>, <c>/KEY=VALUE</c> or <c>KEY=VALUE</c>.</param>
    public static IEnumerable<string> Check(IReadOnlyList<string> args)
    {
        for (int index = 0; index < args.Count; index++)
        {
            string argument = args[index];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            bool isOption = argument.StartsWith('-') || argument.StartsWith('/');
            string key = (equals < 0 ? argument : argument[..equals]).TrimStart('-', '/');
            if ((equals < 0 && !isOption) || !Known.Contains(key.Split(':')[0]))
            {
                yield return $"The argument '{argument}' is not understood; --help tells those there are.";
            }
            else if (equals < 0 && index == args.Count - 1)
            {
                yield return $"The argument '{argument}' needs a value.";
            }

            index += equals < 0 && isOption ? 1 : 0; // the next one is its value
        }
    }
}
