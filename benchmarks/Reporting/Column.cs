namespace Hone.Benchmarks.Reporting;

/// <summary>A column of a table.</summary>
/// <typeparam name="TRow">What a line shows.</typeparam>
/// <param name="Title">Its head.</param>
/// <param name="Show">Its text in a line.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
internal sealed record Column<TRow>(string Title, Func<TRow, string> Show, bool IsNumber = true);
