using System.Diagnostics;

namespace Hone.Api.Observability;

/// <summary>The name of a request in answers and in the log.</summary>
internal static class RequestId
{
    /// <summary>The trace id (W3C Trace Context), which a caller may have chosen.</summary>
    public static string Of(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
