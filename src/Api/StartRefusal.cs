using Hone.Api.Persistence;
using Hone.Api.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Hone.Api;

/// <summary>Reasons not to start that whoever starts the service can do something about: one line says enough.</summary>
internal static class StartRefusal
{
    /// <summary>Whether a fault is such a reason, which its message tells.</summary>
    public static bool Is(Exception? fault) =>
        fault is OptionsValidationException or UnguardedAddressException or UnusableDataException or IOException { InnerException: AddressInUseException };
}
