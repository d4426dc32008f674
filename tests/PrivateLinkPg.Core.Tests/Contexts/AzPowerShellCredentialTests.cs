using Azure.Core;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class AzPowerShellCredentialTests
{
    private static readonly TokenRequestContext Arm = TokenScope.For("https://management.azure.com/");
    private readonly ManualClock _clock = new();
    private readonly FakePowerShellSession _session = new();
    private readonly PipelineThread _pipeline = new();

    [Fact]
    public void PowerShell_is_called_on_the_pipeline_thread_only()
    {
        _session.With("Get-AzAccessToken", _ => Answer("secret"));
        RenewingCredential credential = Credential();
        string? got = null;

        // As a command does: its own code on the pipeline thread, the request below it on others.
        Pump(async () => got = await Task.Run(async () => (await credential.GetTokenAsync(Arm, CancellationToken.None)).Token));

        Assert.Equal("secret", got);
        Assert.Equal(Environment.CurrentManagedThreadId, Assert.Single(_session.Calls).Thread);
    }

    [Fact]
    public async Task A_pipeline_thread_that_is_busy_elsewhere_stops_nobody_who_holds_a_good_token()
    {
        _session.With("Get-AzAccessToken", _ => Answer($"token {_session.Calls.Count}"));
        RenewingCredential credential = Credential();
        Pump(async () => await credential.GetTokenAsync(Arm, CancellationToken.None));
        _clock.Advance(TimeSpan.FromMinutes(57));

        // Nothing runs the pump here: downstream takes its time.
        AccessToken meanwhile = await credential.GetTokenAsync(Arm, CancellationToken.None);

        Assert.Equal("token 1", meanwhile.Token);
        string? later = null;
        Pump(async () =>
        {
            while (later != "token 2") later = await Task.Run(async () => (await credential.GetTokenAsync(Arm, CancellationToken.None)).Token);
        });
    }

    [Fact]
    public async Task Who_waits_for_a_busy_pipeline_thread_can_give_up()
    {
        _session.With("Get-AzAccessToken", _ => Answer("secret"));
        using CancellationTokenSource stop = new();
        Task<AccessToken> waiting = Credential().GetTokenAsync(Arm, stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    // As of a subscription of another tenant than the context's.
    [Theory]
    [InlineData(null, AzObjects.Tenant)]
    [InlineData("00000000-0000-0000-0000-00000000000f", "00000000-0000-0000-0000-00000000000f")]
    public void The_tenant_that_is_asked_for_comes_before_the_contexts(string? asked, string tenant)
    {
        _session.With("Get-AzAccessToken", _ => Answer("secret"));
        RenewingCredential credential = Credential();
        Pump(async () => await Task.Run(async () => await credential.GetTokenAsync(new TokenRequestContext(Arm.Scopes, tenantId: asked), CancellationToken.None)));
        Assert.Equal(tenant, Assert.Single(_session.Calls).Parameters["TenantId"]);
    }

    [Fact]
    public void A_challenge_that_Az_cannot_answer_tells_how_to_sign_in_again()
    {
        CommandFailure failure = Failure(new TokenRequestContext(Arm.Scopes, claims: "{\"access_token\":{}}"));

        Assert.Equal("SignInChallenged", failure.Id);
        Assert.Contains("Connect-AzAccount -ClaimsChallenge 'eyJhY2Nlc3NfdG9rZW4iOnt9fQ=='", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Get_AzAccessToken_says_is_passed_on()
    {
        _session.With("Get-AzAccessToken", _ => throw new PowerShellCommandException("Get-AzAccessToken", "Your Azure credentials have not been set up or have expired", null));

        CommandFailure failure = Failure(Arm);

        Assert.Equal("SignInFailed", failure.Id);
        Assert.Contains("Your Azure credentials have not been set up", failure.Message, StringComparison.Ordinal);
        Assert.Equal("me@contoso.com", failure.Target);
    }

    private CommandFailure Failure(TokenRequestContext request)
    {
        RenewingCredential credential = Credential();
        CommandFailedException? failed = null;
        Pump(async () => failed = await Assert.ThrowsAsync<CommandFailedException>(async () => await credential.GetTokenAsync(request, CancellationToken.None)));
        return failed!.Failure;
    }

    private RenewingCredential Credential()
    {
        AzPowerShell az = new(_session);
        return new(new AzPowerShellCredential(az, az.Read(AzObjects.Context())!, _pipeline), _clock);
    }

    private object Answer(string token) => new { Token = token, ExpiresOn = _clock.GetUtcNow().AddHours(1) };

    private void Pump(Func<Task> handler)
    {
        Task running = Task.CompletedTask;
        _pipeline.Run(() => running = handler());
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        Assert.True(_pipeline.RunUntil(() => running.IsCompleted, TimeSpan.Zero, limit.Token));
        if (running.Exception is { } failed) throw failed;
    }
}
