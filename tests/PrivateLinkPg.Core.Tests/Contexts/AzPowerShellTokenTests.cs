using System.Net;
using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class AzPowerShellTokenTests
{
    private static readonly DateTimeOffset ExpiresOn = new(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);
    private readonly FakePowerShellSession _session = new();

    [Fact]
    public void A_token_of_text_is_taken()
    {
        _session.With("Get-AzAccessToken", _ => new { Token = "secret", ExpiresOn });

        Assert.Equal("secret", GetToken().Token);
        Assert.Equal(ExpiresOn, GetToken().ExpiresOn);
    }

    [Fact]
    public void A_secure_string_is_taken()
    {
        _session.With("Get-AzAccessToken", _ => new { Token = new NetworkCredential("", "secret").SecurePassword, ExpiresOn });

        Assert.Equal("secret", GetToken().Token);
    }

    [Fact]
    public void The_token_is_asked_for_the_context_and_never_for_the_current_one()
    {
        object context = AzObjects.Context();
        _session.With("Get-AzAccessToken", _ => new { Token = "secret", ExpiresOn });

        new AzPowerShell(_session).GetToken(context, "https://management.azure.com/", AzObjects.Tenant);

        IReadOnlyDictionary<string, object?> asked = Assert.Single(_session.Calls).Parameters;
        Assert.Same(context, asked["DefaultProfile"]);
        Assert.Equal("https://management.azure.com/", asked["ResourceUrl"]);
        Assert.Equal(AzObjects.Tenant, asked["TenantId"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AsSecureString_is_bound_only_where_it_exists(bool exists)
    {
        if (exists) _session.Parameters.Add("AsSecureString");
        _session.With("Get-AzAccessToken", _ => new { Token = "secret", ExpiresOn });

        GetToken();

        IReadOnlyDictionary<string, object?> asked = Assert.Single(_session.Calls).Parameters;
        Assert.Equal(exists ? true : null, asked.GetValueOrDefault("AsSecureString"));
        Assert.Equal(exists, asked.ContainsKey("AsSecureString"));
    }

    [Fact]
    public void An_answer_without_a_token_is_an_error_that_says_so()
    {
        _session.With("Get-AzAccessToken", _ => null);

        Assert.Contains("gave no token for https://management.azure.com/", Assert.Throws<PowerShellCommandException>(() => GetToken()).Message, StringComparison.Ordinal);
    }

    private Azure.Core.AccessToken GetToken() => new AzPowerShell(_session).GetToken(AzObjects.Context(), "https://management.azure.com/", null);
}
