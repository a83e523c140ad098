namespace Hone.Domain;

/// <summary>Says of a type that more than one form of JSON is read into what they are, for callers who sent another.</summary>
/// <param name="form">The forms, to follow "must be".</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class JsonFormAttribute(string form) : Attribute
{
    /// <summary>The forms, to follow "must be".</summary>
    public string Form { get; } = form;
}
