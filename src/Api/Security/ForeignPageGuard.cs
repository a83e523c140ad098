using System.Net;
using Hone.Domain.Problems;
using Microsoft.Net.Http.Headers;

namespace Hone.Api.Security;

/// <summary>
/// Keeps web pages from elsewhere, opened in a browser on this machine, from using the service behind their reader's back: a page whose own
/// name resolves to 127.0.0.1 by the name it asks for, every other page by what browsers say of where a request comes from. Whoever is not a
/// browser says nothing of the kind and is not concerned.
/// </summary>
internal sealed class ForeignPageGuard(RequestDelegate next)
{
    /// <exception cref="RefusalException">The request is for another machine, or comes from a page of another origin and would change something.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!IsLocal(request.Host.Host))
        {
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.UnknownHost, "Without an API key this service answers for localhost and loopback addresses such as 127.0.0.1 only.");
        }

        bool isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (!isSafe && IsFromAnotherOrigin(request))
        {
            throw new RefusalException(RefusalKind.Forbidden, ProblemCodes.CrossOrigin, "A web page of another origin may not change anything here.");
        }

        return next(context);
    }

    /// <summary>The name of this machine for itself, or an address that no other machine can have: a name could be anybody's.</summary>
    private static bool IsLocal(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>By Fetch Metadata, and in browsers that do not send it by the origin (both are headers that no page can set).</summary>
    private static bool IsFromAnotherOrigin(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        string origin = request.Headers[HeaderNames.Origin].ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
