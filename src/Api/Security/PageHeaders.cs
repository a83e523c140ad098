using Microsoft.Net.Http.Headers;

namespace Hone.Api.Security;

/// <summary>Tells browsers to take answers for what they are declared to be, and not to show the service's pages inside others.</summary>
internal sealed class PageHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // When the answer begins: what is set before may be cleared for a problem.
        context.Response.OnStarting(
            static state =>
            {
                IHeaderDictionary headers = (IHeaderDictionary)state;
                headers[HeaderNames.XContentTypeOptions] = "nosniff";
                headers[HeaderNames.XFrameOptions] = "DENY";
                return Task.CompletedTask;
            },
            context.Response.Headers);
        return next(context);
    }
}
