namespace PrivateLinkPg.Models;

/// <summary>The context that a command would work under, and why that one. Holds no secret.</summary>
public sealed record PgAzureContext : IContextHolder
{
    /// <summary>The account: a user, an application id, or how a managed identity is named.</summary>
    public required string Account { get; init; }

    /// <summary>User, ServicePrincipal, ManagedIdentity, AccessToken or Default.</summary>
    public required string AccountType { get; init; }

    /// <summary>The subscription where names are looked up; null where the context has none.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The subscription's name, where known.</summary>
    public string? SubscriptionName { get; init; }

    /// <summary>The tenant signed in to.</summary>
    public string? TenantId { get; init; }

    /// <summary>The Azure environment: AzureCloud, AzureUSGovernment, AzureChinaCloud, or a name of the user's.</summary>
    public required string Environment { get; init; }

    /// <summary>The endpoint of Azure Resource Manager.</summary>
    public required string ResourceManagerUrl { get; init; }

    /// <summary>Where it came from: DefaultProfile, ConnectPgAzure, AzPowerShell or DefaultCredential.</summary>
    public required string Source { get; init; }

    /// <summary>Why this one is used.</summary>
    public required string Reason { get; init; }

    // What makes it usable as -DefaultProfile in this process. Not shown, and not serialised.
    internal AzureContext? Context { get; init; }

    AzureContext? IContextHolder.Context => Context;

    internal static PgAzureContext From(AzureConnection connection) => new()
    {
        Account = connection.Account,
        AccountType = connection.Context?.AccountType ?? "Default",
        SubscriptionId = connection.SubscriptionId,
        SubscriptionName = connection.Context is { } context && context.SubscriptionId == connection.SubscriptionId
            ? context.SubscriptionName : null,
        TenantId = connection.TenantId,
        Environment = connection.Cloud.Name,
        ResourceManagerUrl = connection.Cloud.ResourceManager.AbsoluteUri,
        Source = connection.Source.ToString(),
        Reason = connection.Reason,
        Context = connection.Context,
    };
}
