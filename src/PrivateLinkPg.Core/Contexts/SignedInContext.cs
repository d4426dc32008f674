namespace PrivateLinkPg.Contexts;

/// <summary>A context with a credential of its own, that needs no PowerShell: what Connect-PgAzure makes.</summary>
/// <param name="Credential">Safe to use from any thread.</param>
internal sealed record SignedInContext(TokenCredential Credential) : AzureContext
{
    /// <summary>Why it is used, where it is.</summary>
    public const string Reason = "Connect-PgAzure was run in this runspace.";

    public override TokenCredential Open(AzPowerShell az, PipelineThread pipeline) => Credential;

    /// <summary>Signs in, and proves it by a token for Azure Resource Manager.</summary>
    /// <exception cref="CommandFailedException">TenantDiffers.</exception>
    public static async Task<SignedInContext> SignInAsync(
        SignInMethod method, AzureCloud cloud, string? tenant, TimeProvider clock, CancellationToken cancellation)
    {
        RenewingCredential credential = new(method.Credential(cloud, tenant, clock), clock);
        AccessToken token = await credential.GetTokenAsync(TokenScope.For(cloud.Audience), cancellation).ConfigureAwait(false);
        TokenClaims claims = TokenClaims.Read(token.Token);
        bool byId = Guid.TryParse(tenant, out _);
        if (byId && claims.TenantId is { } actual && !actual.Equals(tenant, StringComparison.OrdinalIgnoreCase))
            throw Failure.TenantDiffers(tenant!, actual);
        return new(credential)
        {
            Cloud = cloud,
            Account = method.Account ?? claims.Account ?? method.AccountType,
            AccountType = method.AccountType,
            TenantId = claims.TenantId ?? tenant,
        };
    }

    /// <summary>The connection for one command; it needs neither Az PowerShell nor the pipeline thread.</summary>
    public AzureConnection Connect() =>
        new(Credential, Cloud, SubscriptionId, TenantId, Account, ContextSource.ConnectPgAzure) { Context = this, Reason = Reason };
}

/// <summary>What Connect-PgAzure leaves for later commands of the same runspace. Used on the pipeline thread only.</summary>
internal interface IRunspaceState
{
    /// <summary>The context of this runspace, or null.</summary>
    SignedInContext? Context { get; set; }
}
