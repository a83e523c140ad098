namespace Hone.Api.Quickstart;

/// <summary>A step of the quickstart could not be done; the message says why and what to do about it.</summary>
internal sealed class QuickstartException(string message, Exception? inner = null) : Exception(message, inner);
