using Azure.Core;
using Azure.Identity;
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

    [Theory]
    [InlineData("tenant")]
    [InlineData(null)]
    public void The_default_chain_opens_no_window_and_reads_no_files_of_other_programs(string? tenant)
    {
        DefaultAzureCredentialOptions options = DefaultSignIn.Options(AzureCloud.UsGovernment, tenant);
        Assert.True(options is
        {
            ExcludeInteractiveBrowserCredential: true, ExcludeBrokerCredential: true, ExcludeVisualStudioCredential: true, ExcludeVisualStudioCodeCredential: true,
            ExcludeAzureDeveloperCliCredential: true, ExcludeAzurePowerShellCredential: true,
        });
        Assert.False(options.ExcludeEnvironmentCredential || options.ExcludeWorkloadIdentityCredential || options.ExcludeManagedIdentityCredential || options.ExcludeAzureCliCredential);
        Assert.Equal(tenant ?? Environment.GetEnvironmentVariable("AZURE_TENANT_ID"), options.TenantId);
        Assert.Equal(AzureCloud.UsGovernment.Authority, options.AuthorityHost);
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/", false)]
    [InlineData("https://login.chinacloudapi.cn/", false)]
    [InlineData("https://login.plant.example/", true)]
    [InlineData(null, true)]
    public void Only_who_is_not_in_the_public_list_of_sign_in_endpoints_is_not_looked_up_there(string? authority, bool isPrivate)
    {
        AzureCloud cloud = Plant with { Authority = authority is null ? null : new(authority) };
        Assert.Equal(isPrivate, DefaultSignIn.Options(cloud, null).DisableInstanceDiscovery);
        Assert.Equal(isPrivate, SecretSignIn.Options(cloud).DisableInstanceDiscovery);
        Assert.Equal(isPrivate, CertificateSignIn.Options(cloud).DisableInstanceDiscovery);
        Assert.Equal(isPrivate, FederatedSignIn.Options(cloud).DisableInstanceDiscovery);
    }

    // What was given, what the token says: the tenant and the account of the context.
    [Theory]
    [InlineData("contoso.com", "theirs", "upn", "theirs", "app")]
    [InlineData("contoso.com", null, null, "contoso.com", "app")]
    [InlineData(null, "theirs", "upn", "theirs", "app")]
    public async Task A_context_is_of_the_tokens_tenant_else_of_the_given_one(string? tenant, string? tid, string? upn, string? expected, string account)
    {
        SignedInContext context = await SignedInContext.SignInAsync(
            new Scripted("app", Jwt.Unsigned(Claims(tid, upn))), AzureCloud.Public, tenant, _clock, CancellationToken.None);
        Assert.Equal((expected, account, "Scripted"), (context.TenantId, context.Account, context.AccountType));
    }

    [Theory]
    [InlineData("me@contoso.com", "me@contoso.com")]
    [InlineData(null, "Scripted")]
    public async Task Who_is_not_known_before_is_known_by_the_token(string? upn, string account) => Assert.Equal(account, (await SignedInContext.SignInAsync(
        new Scripted(null, Jwt.Unsigned(Claims("theirs", upn))), AzureCloud.Public, null, _clock, CancellationToken.None)).Account);

    // What the environment says of tenant and sign-in endpoint, and what the token says: tenant and endpoint of the context.
    [Theory]
    [InlineData(null, null, null, null, "https://login.microsoftonline.com/")]
    [InlineData("ours", null, null, "ours", "https://login.microsoftonline.com/")]
    [InlineData("ours", "theirs", "https://login.microsoftonline.us", "theirs", "https://login.microsoftonline.us/")]
    [InlineData(null, "theirs", "https://login.plant.example", "theirs", "https://login.plant.example/")]
    [InlineData(null, "theirs", "no address", "theirs", "https://login.microsoftonline.com/")]
    public async Task The_default_chain_is_asked_where_the_environment_says(string? tenant, string? tid, string? authority, string? expected, string asked)
    {
        AzureCloud? cloud = null;
        DefaultChain chain = new(name => name switch { "AZURE_TENANT_ID" => tenant, "AZURE_AUTHORITY_HOST" => authority, _ => "" }, Opened, _clock);
        SignedInContext context = await chain.SignInAsync(CancellationToken.None);
        Assert.Equal((expected, asked, null), (context.TenantId, cloud!.Authority!.AbsoluteUri, context.SubscriptionId));
        Assert.Equal(asked.EndsWith(".us/", StringComparison.Ordinal) ? AzureCloud.UsGovernment.ResourceManager : AzureCloud.Public.ResourceManager, context.Cloud.ResourceManager);

        TokenCredential Opened(AzureCloud opened)
        {
            cloud = opened;
            return new Scripted(null, Jwt.Unsigned(Claims(tid, null))).Credential(opened, null, _clock);
        }
    }

    [Fact]
    public void Names_are_looked_up_in_the_given_subscriptions_else_in_the_contexts()
    {
        AzureConnection connection = new(new AccessTokenSignIn("t", null).Credential(Plant, null, _clock), Plant, "own", null, "me", ContextSource.ConnectPgAzure);
        Assert.Equal(["own"], connection.Subscriptions([]));
        Assert.Equal(["a", "b"], connection.Subscriptions(["a", "b"]));
        Assert.Equal(["a"], (connection with { SubscriptionId = null }).Subscriptions(["a"]));
        Assert.Equal(nameof(Failure.SubscriptionMissing), Refused(() => (connection with { SubscriptionId = null }).Subscriptions([])));
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

    private static Dictionary<string, string> Claims(string? tid, string? upn) =>
        new Dictionary<string, string?> { ["tid"] = tid, ["upn"] = upn }.Where(each => each.Value is not null).ToDictionary(each => each.Key, each => each.Value!);

    private static string? Refused(Action action) => ((CommandFailedException?)Record.Exception(action))?.Failure.Id;

    private sealed class Scripted(string? account, string token) : SignInMethod
    {
        public override string AccountType => "Scripted";

        public override string? Account => account;

        public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) =>
            DelegatedTokenCredential.Create((_, _) => new AccessToken(token, DateTimeOffset.MaxValue));
    }
}
