namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Shows under which Azure context the commands of this module work here, and why.</summary>
/// <remarks>
/// <para>The first of these is used: the context passed with -DefaultProfile; the one of Connect-PgAzure in this runspace; the current
/// context of Az PowerShell; what the environment offers (environment variables, workload identity, managed identity, Azure CLI).</para>
/// <para>When there is none, the error NotConnected says what was looked at. Only for the last one is Azure asked for a token.</para>
/// </remarks>
/// <example>
/// <code>Get-PgAzureContext | Format-List</code>
/// <para>Shows account, subscription, tenant and environment, where they come from, and the reason.</para>
/// </example>
/// <example>
/// <code>Get-AzContext -Name production | ForEach-Object { Get-PgAzureContext -DefaultProfile $_ }</code>
/// <para>Shows what a command would use that is given this context of Az PowerShell.</para>
/// </example>
/// <example>
/// <code>$context = Get-PgAzureContext
/// $endpointIds | ForEach-Object -Parallel { Get-PgEndpointIp -Id $_ -DefaultProfile $using:context }</code>
/// <para>Passes the context on to other runspaces, which do not share it.</para>
/// </example>
/// <seealso cref="ConnectPgAzureCommand"/>
[Cmdlet(VerbsCommon.Get, "PgAzureContext")]
[OutputType(typeof(PgAzureContext))]
public sealed class GetPgAzureContextCommand : PrivateLinkCmdlet
{
    /// <summary>The context to look at: what Get-AzContext, Connect-AzAccount, Import-AzContext or Connect-PgAzure gave.</summary>
    [Parameter]
    [Alias("AzContext", "AzureRmContext", "AzureCredential")]
    [ValidateNotNull]
    public PSObject? DefaultProfile { get; set; }

    private protected override object? Input => null;

    private protected override IConnectionSource Connections() => EngineSession.Connections(this, DefaultProfile, subscriptionId: null);

    private protected override Task RunAsync(CommandHost host) => GetPgAzureContext.RunAsync(host);
}
