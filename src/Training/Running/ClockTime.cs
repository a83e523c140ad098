using System.Globalization;

namespace Hone.Training.Running;

/// <summary>Spans of time as people read them.</summary>
public static class ClockTime
{
    /// <summary>Minutes and seconds, and hours where there are any: <c>4:01</c>, <c>1:04:01</c>.</summary>
    public static string Show(TimeSpan span) => span < TimeSpan.FromHours(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span:m\\:ss}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span:mm\\:ss}");

    /// <summary>The same with its unit: <c>4:01 minutes</c>, <c>1:04:01 hours</c>.</summary>
    public static string ShowWithUnit(TimeSpan span) => $"{Show(span)} {(span < TimeSpan.FromHours(1) ? "minutes" : "hours")}";
}
