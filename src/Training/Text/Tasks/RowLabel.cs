namespace Hone.Training.Text.Tasks;

/// <summary>A label of a row.</summary>
/// <param name="Name">The label, without white space around it.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Field">The column or property it is in.</param>
internal readonly record struct RowLabel(string Name, long Line, string? Field);
