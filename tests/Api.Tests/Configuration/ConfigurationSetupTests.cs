using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace Hone.Api.Tests.Configuration;

public sealed class ConfigurationSetupTests
{
    [Theory]
    [InlineData("--urls=nonsense", "nonsense")]
    [InlineData("--urls=http://127.0.0.1:99999", "99999")]
    [InlineData("--urls=http://127.0.0.1:5080;ftp://127.0.0.1:1", "ftp://127.0.0.1:1")]
    [InlineData("--urls=", "''")]
    [InlineData("--Hone:Urls=;", "';'")]
    [InlineData("--Hone:DataPth=x", "Hone:DataPth")]
    [InlineData("--Hone:Limits:Corpus:Speed=1", "Hone:Limits:Corpus:Speed")]
    [InlineData("--Hone:Limits:RequestBytes=many", "Hone:Limits:RequestBytes")]
    [InlineData("--Hone:Limits=5", "Hone:Limits")]
    [InlineData("--Hone:DataPath:Name=x", "Hone:DataPath:Name")]
    [InlineData("--Hone:Logging:Level=77", "Hone:Logging:Level")]
    [InlineData("--Hone:Logging:Json=yes", "true or false")]
    [InlineData("--Hone:Logging:File=/proc/x/log", "/proc/x/log")]
    [InlineData("quikstart", "quikstart")]
    [InlineData("--foo", "--foo")]
    [InlineData("--foo=bar", "--foo=bar")]
    [InlineData("/foo=bar", "/foo=bar")]
    [InlineData("-x=1", "-x=1")]
    [InlineData("-urls", "-urls")]
    [InlineData("--Hone:Limits:RequestBytes=", "Hone:Limits:RequestBytes")]
    [InlineData("--Hone:Logging:Json", "needs a value")]
    public void Build_RefusesASettingThatCannotWork_AndNamesIt(string setting, string named)
    {
        OptionsValidationException refusal = Assert.Throws<OptionsValidationException>(() => HoneApplication.Build([setting]));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BinderOptions", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NamesEverySettingThatCannotWork()
    {
        OptionsValidationException refusal = Assert.Throws<OptionsValidationException>(() => HoneApplication.Build(
            ["bogus", "--urls=nonsense", "--Hone:DataPth=x", "--Hone:Limits:RequestBytes=many", "--Hone:Workers:Count=-1", "--Hone:Serving:Device=abacus"]));

        Assert.Equal(6, refusal.Failures.Count());
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("--environment", "Staging")]
    [InlineData("--contentRoot=/")]
    [InlineData("--Logging:LogLevel:Default=Warning", "/Kestrel:Limits:MaxConcurrentConnections=10", "AllowedHosts=*")]
    public async Task Build_TakesTheSettingsOfAspNetCore(params string[] args)
    {
        await using WebApplication app = HoneApplication.Build(args);
        Assert.NotNull(app);
    }
}
