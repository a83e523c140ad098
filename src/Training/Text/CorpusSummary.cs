namespace Hone.Training.Text;

/// <summary>What a corpus holds.</summary>
/// <param name="Documents">How many documents.</param>
/// <param name="Characters">Unicode code points in all documents.</param>
public sealed record CorpusSummary(long Documents, long Characters);
