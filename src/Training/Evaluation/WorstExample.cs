using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hone.Training.Evaluation;

/// <summary>A row that a version does badly on.</summary>
/// <param name="Row">Its number in the split, counted from 1 as those of a data set's examples are.</param>
/// <param name="Loss">The mean loss over what is judged in it.</param>
/// <param name="Right">Whether the version has it right all the same; left out where there is no right and wrong.</param>
/// <param name="Example">The row as it is stored.</param>
/// <param name="Predicted">What the version says about it, in the form of the task.</param>
public sealed record WorstExample(
    long Row,
    double Loss,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Right,
    JsonElement Example,
    JsonElement Predicted);
