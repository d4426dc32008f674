namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Removes the connection of a private endpoint, on the side of its target.</summary>
/// <remarks>
/// <para>For the target's owner. The endpoint itself belongs to its requester and stays; it shows Disconnected and can only be removed.
/// Whoever still wants the connection must create the endpoint again.</para>
/// <para>Connections are named as for Approve-PgEndpointConnection. One that is gone already is as wished; a name that matches nothing is a
/// warning.</para>
/// </remarks>
/// <example>
/// <code>Remove-PgEndpointConnection -Target $server.Id -Name dbt</code>
/// <para>Removes the one connection whose name is dbt and a GUID, after asking.</para>
/// </example>
/// <example>
/// <code>Get-PgEndpointConnection -Target $server.Id -State Rejected, Disconnected | Remove-PgEndpointConnection -Confirm:$false</code>
/// <para>Clears a server of the connections that lead nowhere.</para>
/// </example>
/// <seealso cref="DenyPgEndpointConnectionCommand"/>
/// <seealso cref="GetPgEndpointConnectionCommand"/>
[Cmdlet(VerbsCommon.Remove, "PgEndpointConnection",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ById)]
[OutputType(typeof(void))]
public sealed class RemovePgEndpointConnectionCommand : ConnectionCmdlet
{
    /// <summary>Returns as soon as Azure has accepted the removal.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait for each of Azure's answers and for the end of the removal, in seconds. The default is 600.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 600;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override Task RunAsync(CommandHost host) =>
        RemovePgEndpointConnection.RunAsync(new(Selection, NoWait, Patience), host);
}
