using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hone.Api.Security;

/// <summary>
/// Keeps a service that asks nobody for a key to the machine it runs on: it listens on loopback addresses only, and answers only requests
/// for names of that machine, so that a web page elsewhere cannot reach it by a name of its own that resolves to 127.0.0.1.
/// </summary>
internal static class LoopbackGuard
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Guards every endpoint, wherever it is configured.</summary>
    public static void GuardLoopback(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(Check));
        builder.Services.AddHostFiltering(filtering => filtering.AllowedHosts = LocalNames);
    }

    private static void Check(ListenOptions endpoint)
    {
        bool isLocal = endpoint.EndPoint switch
        {
            IPEndPoint address => IPAddress.IsLoopback(address.Address),
            UnixDomainSocketEndPoint or NamedPipeEndPoint => true,
            _ => false,
        };
        if (!isLocal)
        {
            throw new UnguardedAddressException(endpoint.EndPoint.ToString() ?? "?");
        }
    }
}
