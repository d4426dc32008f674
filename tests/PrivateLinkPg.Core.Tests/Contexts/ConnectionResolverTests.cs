using Azure.Core;
using Azure.Identity;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class ConnectionResolverTests
{
    private readonly FakePowerShellSession _session = new();
    private readonly FakeRunspace _runspace = new();
    private readonly Dictionary<string, string> _variables = [];
    private ScriptedCredential _chain = new(_ => Task.FromException<AccessToken>(new CredentialUnavailableException("nothing here")));
    private AzureCloud? _chainCloud;

    [Fact]
    public async Task DefaultProfile_comes_before_everything()
    {
        _runspace.Context = SignedIn("connected");
        AzIsSignedIn("az");

        AzureConnection connection = await ResolveAsync(AzObjects.Context("given"));

        Assert.Equal(("given", ContextSource.DefaultProfile), (connection.Account, connection.Source));
        Assert.Empty(_session.Calls);
    }

    [Fact]
    public async Task Connect_PgAzure_comes_before_Az_and_does_not_even_look_for_it()
    {
        _runspace.Context = SignedIn("connected");
        AzIsSignedIn("az");

        AzureConnection connection = await ResolveAsync();

        Assert.Equal(("connected", ContextSource.ConnectPgAzure), (connection.Account, connection.Source));
        Assert.Empty(_session.Calls);
    }

    [Fact]
    public async Task Az_PowerShells_current_context_comes_before_the_environment()
    {
        AzIsSignedIn("az");
        ChainGives("chain");

        AzureConnection connection = await ResolveAsync();

        Assert.Equal(("az", ContextSource.AzPowerShell), (connection.Account, connection.Source));
        Assert.Equal(0, _chain.Asked);
    }

    [Fact]
    public async Task Without_the_others_the_environment_is_used_with_its_subscription()
    {
        ChainGives("11111111-2222-3333-4444-555555555555");
        _variables["AZURE_SUBSCRIPTION_ID"] = AzObjects.Development;

        AzureConnection connection = await ResolveAsync();

        Assert.Equal(ContextSource.DefaultCredential, connection.Source);
        Assert.Equal(AzObjects.Development, connection.SubscriptionId);
        Assert.Equal(AzObjects.Tenant, connection.TenantId);
        Assert.Equal("11111111-2222-3333-4444-555555555555", connection.Account);
    }

    [Theory]
    [InlineData("", "AzureCloud")]
    [InlineData("https://login.microsoftonline.us/", "AzureUSGovernment")]
    [InlineData("https://login.chinacloudapi.cn", "AzureChinaCloud")]
    public async Task The_environments_authority_chooses_the_cloud(string authority, string cloud)
    {
        ChainGives("app");
        _variables["AZURE_AUTHORITY_HOST"] = authority;

        await ResolveAsync();

        Assert.Equal(cloud, _chainCloud!.Name);
    }

    [Fact]
    public async Task Az_that_nobody_is_signed_in_to_is_just_the_next_source()
    {
        _session.With("Get-AzContext", _ => null);
        ChainGives("chain");

        Assert.Equal(ContextSource.DefaultCredential, (await ResolveAsync()).Source);
    }

    [Fact]
    public async Task Az_that_fails_is_just_the_next_source_and_named_at_the_end()
    {
        _session.With("Get-AzContext", _ => throw new PowerShellCommandException("Get-AzContext", "the profile is broken", null));

        CommandFailure failure = await FailureAsync();

        Assert.Contains("Get-AzContext failed (the profile is broken)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_there_is_none_the_error_lists_what_was_looked_at()
    {
        CommandFailure failure = await FailureAsync();

        Assert.Equal("NotConnected", failure.Id);
        Assert.Equal(FailureKind.Authentication, failure.Kind);
        Assert.Contains("-DefaultProfile", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Connect-PgAzure was not run in this runspace", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Az.Accounts) is not installed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("environment variables", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Connect-AzAccount", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_is_refused_is_a_failed_sign_in_and_not_a_missing_one()
    {
        _chain = new(_ => Task.FromException<AccessToken>(new AuthenticationFailedException("AADSTS7000215: Invalid client secret provided.")));

        AuthenticationFailedException refused = await Assert.ThrowsAsync<AuthenticationFailedException>(() => ResolveAsync());

        Assert.Equal("SignInFailed", FailureMapper.Map(refused, null).Id);
    }

    [Fact]
    public async Task What_is_no_context_is_refused_whatever_else_there_is()
    {
        _runspace.Context = SignedIn("connected");

        Assert.Equal("ContextNotUsable", (await Assert.ThrowsAsync<CommandFailedException>(() => ResolveAsync("production"))).Failure.Id);
    }

    [Fact]
    public async Task A_PgAzureContext_serves_another_command_and_another_runspace()
    {
        AzIsSignedIn("az");
        PgAzureContext shown = PgAzureContext.From(await ResolveAsync());
        FakePowerShellSession elsewhere = new();
        elsewhere.With("Get-AzAccessToken", _ => new { Token = "secret", ExpiresOn = DateTimeOffset.MaxValue });

        PipelineThread pipeline = new();
        AzureConnection connection = await Resolver(shown, null, elsewhere, new FakeRunspace()).ResolveAsync(pipeline, CancellationToken.None);
        Task<AccessToken> token = connection.Credential.GetTokenAsync(TokenScope.For(connection.Cloud.Audience), CancellationToken.None).AsTask();
        pipeline.Run(() => token = Continue(token));
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        pipeline.RunUntil(() => token.IsCompleted, TimeSpan.Zero, limit.Token);

        Assert.Equal("secret", (await token).Token);
        Assert.Single(elsewhere.Calls);
        Assert.Equal(("az", ContextSource.DefaultProfile), (connection.Account, connection.Source));

        static async Task<AccessToken> Continue(Task<AccessToken> token) => await token;
    }

    [Fact]
    public async Task SubscriptionId_takes_the_place_of_the_contexts_own()
    {
        AzIsSignedIn("az");

        AzureConnection connection = await Resolver(null, "bbbbbbbb-0000-0000-0000-000000000002", _session, _runspace).ResolveAsync(new PipelineThread(), CancellationToken.None);

        Assert.Equal("bbbbbbbb-0000-0000-0000-000000000002", connection.SubscriptionId);
        Assert.Null(PgAzureContext.From(connection).SubscriptionName);
    }

    [Fact]
    public async Task A_name_in_a_context_without_subscription_is_an_error_that_says_what_to_pass()
    {
        AzureConnection connection = await ResolveAsync(AzObjects.WithoutSubscription);

        CommandFailure failure = Assert.Throws<CommandFailedException>(() => connection.RequiredSubscriptionId).Failure;

        Assert.Equal("SubscriptionMissing", failure.Id);
        Assert.Contains("-SubscriptionId", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shown_tells_source_and_reason()
    {
        AzIsSignedIn("az");

        PgAzureContext shown = PgAzureContext.From(await ResolveAsync());

        Assert.Equal("AzPowerShell", shown.Source);
        Assert.Contains("Connect-PgAzure was not run", shown.Reason, StringComparison.Ordinal);
        Assert.Equal("https://management.azure.com/", shown.ResourceManagerUrl);
        Assert.DoesNotContain("Credential", shown.ToString(), StringComparison.Ordinal);
    }

    private void AzIsSignedIn(string account) => _session.With("Get-AzContext", _ => AzObjects.Context(account));

    private void ChainGives(string application) => _chain = new(_ => Task.FromResult(
        new AccessToken(Jwt.Unsigned(new { tid = AzObjects.Tenant, appid = application }), DateTimeOffset.MaxValue)));

    private Task<AzureConnection> ResolveAsync(object? defaultProfile = null) =>
        Resolver(defaultProfile, null, _session, _runspace).ResolveAsync(new PipelineThread(), CancellationToken.None);

    private async Task<CommandFailure> FailureAsync() => (await Assert.ThrowsAsync<CommandFailedException>(() => ResolveAsync())).Failure;

    private ConnectionResolver Resolver(object? defaultProfile, string? subscriptionId, FakePowerShellSession session, FakeRunspace runspace)
    {
        DefaultChain chain = new(_variables.GetValueOrDefault, cloud => Chain(cloud), new ManualClock());
        return new(defaultProfile, subscriptionId, runspace, new AzPowerShell(session), chain);

        TokenCredential Chain(AzureCloud cloud)
        {
            _chainCloud = cloud;
            return _chain;
        }
    }

    private static SignedInContext SignedIn(string account) => new(new ScriptedCredential(_ => throw new NotSupportedException()))
    {
        Cloud = AzureCloud.Public, Account = account, AccountType = "ServicePrincipal",
    };
}
