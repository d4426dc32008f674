namespace PrivateLinkPg.Contexts;

/// <summary>Under whose name, and against which Azure, a command works. Resolved once per command and passed on; never global.</summary>
/// <param name="Credential">Gives tokens for any audience of <paramref name="Cloud"/>.</param>
/// <param name="Cloud">Which Azure.</param>
/// <param name="SubscriptionId">Where names are looked up, or null where the context has none.</param>
/// <param name="TenantId">The tenant signed in to, or null where unknown.</param>
/// <param name="Account">The account as its context shows it.</param>
/// <param name="Source">Where it came from, for the user.</param>
internal sealed record AzureConnection(
    TokenCredential Credential, AzureCloud Cloud, string? SubscriptionId, string? TenantId, string Account, ContextSource Source)
{
    /// <summary>The context that it was opened from, or null in a test that made it by hand.</summary>
    public AzureContext? Context { get; init; }

    /// <summary>Where requests to it go; null for the network.</summary>
    public HttpPipelineTransport? Transport { get; init; }

    /// <summary>Why this one is used, in a sentence for the user.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The subscription where a name is to be looked up.</summary>
    /// <exception cref="CommandFailedException">SubscriptionMissing.</exception>
    public string RequiredSubscriptionId => SubscriptionId ?? throw Failure.SubscriptionMissing(Account);

    /// <summary>A token that PostgreSQL takes in place of a password.</summary>
    public async Task<string> PostgreSqlTokenAsync(CancellationToken cancellation) =>
        (await Credential.GetTokenAsync(TokenScope.For(Cloud.PostgreSqlAudience), cancellation).ConfigureAwait(false)).Token;

    /// <summary>The subscriptions to look in: those that were given, or the context's.</summary>
    /// <exception cref="CommandFailedException">SubscriptionMissing.</exception>
    public IReadOnlyList<string> Subscriptions(IReadOnlyList<string> given) => given is [] ? [RequiredSubscriptionId] : given;
}

/// <summary>Where a command's connection came from, in the order of precedence.</summary>
internal enum ContextSource
{
    /// <summary>-DefaultProfile.</summary>
    DefaultProfile,
    /// <summary>Connect-PgAzure in this runspace.</summary>
    ConnectPgAzure,
    /// <summary>The current context of Az PowerShell.</summary>
    AzPowerShell,
    /// <summary>Azure.Identity's default chain: environment, workload identity, managed identity, Azure CLI.</summary>
    DefaultCredential,
}
