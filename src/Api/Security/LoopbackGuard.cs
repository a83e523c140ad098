using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hone.Api.Security;

/// <summary>Keeps a service that asks nobody for a key to the machine it runs on: it listens on loopback addresses only.</summary>
internal static class LoopbackGuard
{
    /// <summary>Guards every endpoint, wherever it is configured.</summary>
    public static void GuardLoopback(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(Check));

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
