namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>A command that talks to Azure.</summary>
public abstract class AzureCmdlet : PrivateLinkCmdlet
{
    /// <summary>
    /// The context to work under: what Get-AzContext, Connect-AzAccount, Import-AzContext or Connect-PgAzure gave. Without it the
    /// context of Connect-PgAzure in this runspace is used, then Az PowerShell's current context, then what the environment offers
    /// (environment variables, workload identity, managed identity, Azure CLI). Get-PgAzureContext shows which.
    /// </summary>
    [Parameter]
    [Alias("AzContext", "AzureRmContext", "AzureCredential")]
    [ValidateNotNull]
    public PSObject? DefaultProfile { get; set; }

    /// <summary>
    /// How many piped inputs are worked on at once, and at most how many requests to Azure are under way. The default is 256, with up to 32
    /// requests: enough for the rate that Azure allows, which is kept without this parameter.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public virtual int ThrottleLimit { get; set; } = CommandHost.DefaultThrottleLimit;

    private protected sealed override int Overlap => ThrottleLimit;

    /// <summary>The subscription that the user chose for names, or null for the context's own.</summary>
    private protected virtual string? ChosenSubscriptionId => null;

    private protected sealed override IConnectionSource Connections() =>
        EngineSession.Connections(this, DefaultProfile, ChosenSubscriptionId);
}
