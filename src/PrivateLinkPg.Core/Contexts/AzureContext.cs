namespace PrivateLinkPg.Contexts;

/// <summary>
/// A sign-in that outlives the command which found or made it. Holds nothing of a running command, so that another command, in
/// another runspace too, can open it.
/// </summary>
internal abstract record AzureContext
{
    /// <summary>Which Azure.</summary>
    public required AzureCloud Cloud { get; init; }

    /// <summary>The account: a user, an application id, or how a managed identity is named.</summary>
    public required string Account { get; init; }

    /// <summary>User, ServicePrincipal, ManagedIdentity, AccessToken or Default.</summary>
    public required string AccountType { get; init; }

    /// <summary>The tenant signed in to, or null where unknown.</summary>
    public string? TenantId { get; init; }

    /// <summary>Where names are looked up, or null.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The subscription's name, where known.</summary>
    public string? SubscriptionName { get; init; }

    /// <summary>The credential for one command, by the Az PowerShell of its runspace and its pipeline thread.</summary>
    public abstract TokenCredential Open(AzPowerShell az, PipelineThread pipeline);

    /// <summary>The connection for one command.</summary>
    public AzureConnection Connect(AzPowerShell az, PipelineThread pipeline, ContextSource source, string reason) =>
        new(Open(az, pipeline), Cloud, SubscriptionId, TenantId, Account, source) { Context = this, Reason = reason };
}

/// <summary>An object for users that can be passed as -DefaultProfile in the process that made it.</summary>
internal interface IContextHolder
{
    /// <summary>The sign-in behind it; null where it was saved, or came from another process.</summary>
    AzureContext? Context { get; }
}
