using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>What ways to sign in refuse before anything is asked of anybody.</summary>
public sealed class SignInMethodTests
{
    private const string Identity = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me";

    private static readonly AzureCloud Plant = AzureCloud.From("plant", "https://arm.plant.example/", null, null)!;

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(null, true)]
    [InlineData("11111111-1111-1111-1111-111111111111", true)]
    [InlineData(Identity, true)]
    [InlineData("me", false)]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111", false)]
    public void A_managed_identity_is_named_by_its_client_id_or_its_resource_id(string? id, bool taken)
    {
        CommandFailedException? refused = (CommandFailedException?)Record.Exception(() => new ManagedIdentitySignIn(id).Credential(AzureCloud.Public, null, _clock));
        Assert.Equal(taken ? null : nameof(Failure.IdentityIdInvalid), refused?.Failure.Id);
    }

    [Fact]
    public void A_service_principal_needs_to_know_where_to_sign_in()
    {
        Assert.Equal(nameof(Failure.SignInEndpointUnknown), Refused(() => new SecretSignIn("app", "secret").Credential(Plant, "tenant", _clock)));
        Assert.Equal(nameof(Failure.TenantMissing), Refused(() => new SecretSignIn("app", "secret").Credential(AzureCloud.Public, null, _clock)));
    }

    [Fact]
    public async Task A_token_in_hand_serves_until_its_end_and_answers_no_challenge()
    {
        string token = Jwt.Unsigned(new { exp = _clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds() });
        var credential = new AccessTokenSignIn(token, null).Credential(AzureCloud.Public, null, _clock);
        var asked = TokenScope.For(AzureCloud.Public.Audience);
        Assert.Equal(token, (await credential.GetTokenAsync(new(asked.Scopes, claims: ""), default)).Token);
        Assert.Equal(nameof(Failure.AccessTokenRefused), Refused(() => credential.GetToken(new(asked.Scopes, claims: "{}"), default)));
        Assert.Equal(nameof(Failure.PostgreSqlTokenMissing), Refused(() => credential.GetToken(TokenScope.For(AzureCloud.Public.PostgreSqlAudience), default)));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(nameof(Failure.AccessTokenExpired), Refused(() => credential.GetToken(asked, default)));
    }

    private static string? Refused(Action action) => ((CommandFailedException?)Record.Exception(action))?.Failure.Id;
}
