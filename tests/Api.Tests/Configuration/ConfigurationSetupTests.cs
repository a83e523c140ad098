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
    public void Build_RefusesASettingThatCannotWork_AndNamesIt(string setting, string named)
    {
        OptionsValidationException refusal = Assert.Throws<OptionsValidationException>(() => HoneApplication.Build([setting]));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BinderOptions", refusal.Message, StringComparison.Ordinal);
    }
}
