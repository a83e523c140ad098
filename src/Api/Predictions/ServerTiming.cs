using System.Globalization;

namespace Hone.Api.Predictions;

/// <summary>Where the time of a request went, as browsers and proxies read it (W3C Server Timing).</summary>
internal static class ServerTiming
{
    /// <summary>Writes the header: names and milliseconds.</summary>
    public static void Write(IHeaderDictionary headers, params IEnumerable<(string Name, TimeSpan Time)> spans) =>
        headers["Server-Timing"] = string.Join(
            ", ",
            spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Name};dur={span.Time.TotalMilliseconds:0.###}")));
}
