using System.Reflection;
using Microsoft.Extensions.Options;

namespace Hone.Api.Configuration;

internal static class ConfigurationSetup
{
    /// <summary>Reads and checks the options, and sets the server up as they say.</summary>
    /// <exception cref="OptionsValidationException">The configuration cannot work.</exception>
    public static HoneOptions AddHoneOptions(this WebApplicationBuilder builder)
    {
        HoneOptions options = Bind(builder.Configuration.GetSection(HoneOptions.Section));
        ValidateOptionsResult checkedOptions = new HoneOptionsValidator().Validate(null, options);
        if (checkedOptions.Failed)
        {
            throw Refuse(checkedOptions.Failures);
        }

        builder.Services.AddSingleton(Options.Create(options));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.RequestBytes; // uploads raise it for themselves
        });
        string urls = builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? options.Urls;
        RequireAddresses(urls);
        builder.WebHost.UseUrls(urls);

        return options;
    }

    private static OptionsValidationException Refuse(IEnumerable<string> failures) => new(HoneOptions.Section, typeof(HoneOptions), failures);

    /// <summary>What the server would otherwise say with a stack trace, or pass over.</summary>
    private static void RequireAddresses(string urls)
    {
        string[] addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] wrong = [.. addresses.Where(address => !IsAddress(address))];
        if (addresses.Length == 0 || wrong.Length > 0)
        {
            throw Refuse([$"urls: '{(wrong.Length > 0 ? wrong[0] : urls)}' is not an address to serve on such as http://127.0.0.1:5080."]);
        }
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

    private static HoneOptions Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<HoneOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new HoneOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw Refuse([Explain(section, fault)]);
        }
    }

    /// <summary>An unknown setting, or a value of the wrong type.</summary>
    private static string Explain(IConfigurationSection section, InvalidOperationException fault)
    {
        string[] unknown = [.. Unknown(section, typeof(HoneOptions))];
        return unknown.Length > 0
            ? $"There is no setting {string.Join(", ", unknown)}; the README lists those there are."
            : $"{HoneOptions.Section}: {fault.Message}";
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, Type type)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is null)
            {
                yield return child.Path;
            }
            else if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
            {
                foreach (string further in Unknown(child, property.PropertyType))
                {
                    yield return further;
                }
            }
        }
    }
}
