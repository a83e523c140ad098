using System.ComponentModel;
using System.Reflection;

namespace Hone.Api.Configuration;

/// <summary>Reads the settings below <c>Hone</c>, and names every one that is unknown or of the wrong type.</summary>
internal sealed class SettingsReader
{
    private readonly List<string> failures = [];
    private readonly Dictionary<string, string?> usable = [];

    /// <summary>What is wrong, a sentence for each setting.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>Reads the section; what cannot be used is left out.</summary>
    public HoneOptions Read(IConfigurationSection section)
    {
        ReadGroup(section, typeof(HoneOptions));
        return new ConfigurationBuilder().AddInMemoryCollection(usable).Build().GetSection(section.Path).Get<HoneOptions>() ?? new HoneOptions();
    }

    private void ReadGroup(IConfigurationSection group, Type type)
    {
        foreach (IConfigurationSection child in group.GetChildren())
        {
            PropertyInfo? property = type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            bool isGroup = property?.PropertyType.IsClass == true && property.PropertyType != typeof(string);
            if (property is null || (isGroup && child.Value is not null))
            {
                failures.Add($"There is no setting {child.Path}; the README lists those there are.");
            }
            else if (isGroup)
            {
                ReadGroup(child, property.PropertyType);
            }
            else
            {
                ReadValue(child, property.PropertyType);
            }
        }
    }

    private void ReadValue(IConfigurationSection setting, Type type)
    {
        failures.AddRange(setting.GetChildren().Select(child => $"There is no setting {child.Path}; the README lists those there are."));
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (setting.Value is not { } value || (value.Length == 0 && plain != type))
        {
            return; // nothing is said
        }

        if (plain == typeof(string) || IsOf(plain, value))
        {
            usable[setting.Path] = value;
        }
        else
        {
            failures.Add($"{setting.Path} is '{value}'; it must be {Describe(plain)}.");
        }
    }

    private static bool IsOf(Type type, string value)
    {
        try
        {
            object? converted = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return converted is not null && (!type.IsEnum || Enum.IsDefined(type, converted));
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}",
        _ when type == typeof(bool) => "true or false",
        _ => "a whole number",
    };
}
