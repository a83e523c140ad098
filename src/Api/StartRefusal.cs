using System.Security.Cryptography;
using Hone.Api.Persistence;
using Hone.Api.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Hone.Api;

/// <summary>
/// Reasons not to start that whoever starts the service can do something about: one line says enough. Of faults at other times this tells nothing.
/// </summary>
internal static class StartRefusal
{
    /// <summary>Whether a fault is such a reason, which its message tells.</summary>
    public static bool Is(Exception? fault) =>
        fault is OptionsValidationException or UnguardedAddressException or UnusableDataException or IOException { InnerException: AddressInUseException }
        || IsOfTheServer(fault);

    /// <summary>The reason in one line.</summary>
    public static string Tell(Exception refused) => refused.Message.ReplaceLineEndings("\n").Split('\n')[0];

    /// <summary>Whether an endpoint cannot be served as it is configured, such as HTTPS without a certificate or with one that cannot be read.</summary>
    private static bool IsOfTheServer(Exception? fault) =>
        fault is InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } or CryptographicException or FileNotFoundException or DirectoryNotFoundException;
}
