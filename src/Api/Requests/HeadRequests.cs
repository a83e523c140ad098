namespace Hone.Api.Requests;

/// <summary>
/// Answers HEAD as GET is answered, without the body (RFC 9110, section 9.3.2): routes need not know of it, and the server leaves out by
/// itself what they write.
/// </summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    private static readonly object Key = new();

    /// <summary>Whether nobody will read the body of an answer, for those that have no end.</summary>
    public static bool Is(HttpContext context) => context.Items.ContainsKey(Key);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Items[Key] = true;
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head; // for the log
        }
    }
}
