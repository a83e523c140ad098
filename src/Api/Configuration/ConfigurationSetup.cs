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
            throw new OptionsValidationException(HoneOptions.Section, typeof(HoneOptions), checkedOptions.Failures);
        }

        builder.Services.AddSingleton(Options.Create(options));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.RequestBytes; // uploads raise it for themselves
        });
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
        {
            builder.WebHost.UseUrls(options.Urls);
        }

        return options;
    }

    private static HoneOptions Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<HoneOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new HoneOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw new OptionsValidationException(HoneOptions.Section, typeof(HoneOptions), [Explain(section, fault)]);
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
            else if (property.PropertyType.Namespace == type.Namespace && property.PropertyType.IsClass)
            {
                foreach (string further in Unknown(child, property.PropertyType))
                {
                    yield return further;
                }
            }
        }
    }
}
