namespace Hone.Api.Security;

/// <summary>The service was told to listen where others can reach it, though no API key guards it.</summary>
/// <param name="address">The address it was told to listen on.</param>
public sealed class UnguardedAddressException(string address) : Exception(
    $"Hone does not start on {address}: no API key is configured, so everybody who reaches that address could use, train and delete everything. "
    + "Without a key it serves this machine only; use an address such as http://127.0.0.1:5080.");
