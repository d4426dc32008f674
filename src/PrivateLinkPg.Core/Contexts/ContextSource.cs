namespace PrivateLinkPg.Contexts;

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
