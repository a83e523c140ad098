using Hone.Api;
using Hone.Api.Quickstart;
using Hone.Api.Persistence;
using Hone.Api.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

if (args is ["quickstart", .. string[] rest])
{
    return await QuickstartCommand.RunAsync(rest);
}

try
{
    await using WebApplication app = HoneApplication.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Exception refused) when (
    refused is OptionsValidationException or UnguardedAddressException or UnusableDataException or IOException { InnerException: AddressInUseException })
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
