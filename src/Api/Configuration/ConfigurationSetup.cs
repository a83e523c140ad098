using Microsoft.Extensions.Options;

namespace Hone.Api.Configuration;

internal static class ConfigurationSetup
{
    /// <summary>Reads and checks the options, and sets the server up as they say.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="OptionsValidationException">The configuration cannot work; everything that is wrong with it is named.</exception>
    public static HoneOptions AddHoneOptions(this WebApplicationBuilder builder, CommandLine arguments)
    {
        SettingsReader reader = new();
        HoneOptions options = reader.Read(builder.Configuration.GetSection(HoneOptions.Section));
        string urls = builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? options.Urls;
        string[] failures =
        [
            .. arguments.Failures,
            .. reader.Failures,
            .. new HoneOptionsValidator().Validate(null, options).Failures ?? [],
            .. CheckAddresses(urls),
            .. CheckLog(options.Logging.File),
        ];
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(HoneOptions.Section, typeof(HoneOptions), failures);
        }

        builder.Services.AddSingleton(Options.Create(options));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.RequestBytes; // uploads raise it for themselves
        });
        builder.WebHost.UseUrls(urls);
        return options;
    }

    /// <summary>What the server would otherwise say with a stack trace, or pass over.</summary>
    private static IEnumerable<string> CheckAddresses(string urls)
    {
        string[] addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (addresses.Length == 0 ? [urls] : addresses.Where(address => !IsAddress(address)))
            .Select(address => $"urls: '{address}' is not an address to serve on such as http://127.0.0.1:5080.");
    }

    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { Port: >= 0 and <= 65535, Scheme: "http" or "https" };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>A log that cannot be written would go unnoticed until somebody looks for it.</summary>
    private static IEnumerable<string> CheckLog(string? file)
    {
        if (file is null)
        {
            return [];
        }

        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            using FileStream log = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [$"{HoneOptions.Section}:Logging:File: '{file}' cannot be written: {fault.Message}"];
        }
    }
}
