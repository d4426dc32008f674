using PrivateLinkPg.Connections;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Denies the connection of a private endpoint, on the side of its target.</summary>
/// <remarks>
/// <para>The connection becomes Rejected and its endpoint carries no traffic. An approved connection can be denied too. Azure takes no
/// denial back for a PostgreSQL server: whoever still wants the connection must create the endpoint again.</para>
/// <para>Connections are named as for Approve-PgEndpointConnection: by id, by endpoint, or on a target by name, wildcard or the requester's
/// message. The command waits until the target and the endpoint both say Rejected; one that is rejected already is a success (Changed is
/// false).</para>
/// </remarks>
/// <example>
/// <code>Deny-PgEndpointConnection -Target $server.Id -Name unknown-pe -Description 'Not ordered by us'</code>
/// <para>Denies the one connection whose name is unknown-pe and a GUID, and tells the requester why.</para>
/// </example>
/// <example>
/// <code>Get-PgEndpointConnection -Target $server.Id -State Pending | Deny-PgEndpointConnection -Confirm:$false</code>
/// <para>Denies everything that waits for a decision, without asking for each.</para>
/// </example>
/// <seealso cref="ApprovePgEndpointConnectionCommand"/>
/// <seealso cref="RemovePgEndpointConnectionCommand"/>
[Cmdlet(VerbsLifecycle.Deny, "PgEndpointConnection",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ById)]
[OutputType(typeof(PgEndpointConnection))]
public sealed class DenyPgEndpointConnectionCommand : ConnectionCmdlet
{
    /// <summary>What the requester reads with the denial: at most 140 characters.</summary>
    [Parameter]
    public string Description { get; set; } = "Denied";

    /// <summary>
    /// Returns as soon as Azure has accepted the denial. Pipe the output to Wait-PgEndpointConnection to wait for its end.
    /// </summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait for each of Azure's answers and for the end of the denial, in seconds. The default is 600.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 600;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override Task RunAsync(CommandHost host) => DecidePgEndpointConnection.RunAsync(
        new(ConnectionDecision.Deny, Selection, Description, NoWait, Patience), host);
}
