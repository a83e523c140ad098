using System.Text.Json.Serialization;

namespace Hone.Training.Text;

/// <summary>One example of text generation, as a line of its canonical form: a text, or a prompt with what is to follow it.</summary>
public sealed record GenerationExample
{
    /// <summary>A text to write like; null where there is a prompt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>What is given; null where there is a text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Prompt { get; init; }

    /// <summary>What is to follow the prompt, exactly as it follows; null where there is a text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Completion { get; init; }
}
