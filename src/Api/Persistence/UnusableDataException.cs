namespace Hone.Api.Persistence;

/// <summary>The service cannot start on the data path it was given.</summary>
/// <param name="root">The data path.</param>
/// <param name="reason">Why not, as a sentence.</param>
/// <param name="fault">What showed it, if anything was thrown.</param>
public sealed class UnusableDataException(string root, string reason, Exception? fault = null) : Exception(
    $"Hone does not start on {root}: {reason}", fault);
