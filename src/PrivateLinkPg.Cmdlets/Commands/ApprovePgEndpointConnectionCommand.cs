using PrivateLinkPg.Connections;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Approves the connection of a private endpoint, on the side of its target.</summary>
/// <remarks>
/// <para>Takes a connection's id, an endpoint's id, or a target with a connection's name or the requester's message. Azure names
/// connections itself (endpoint name, dot, GUID), so the part before the dot is enough: -Name dbt finds dbt.&lt;guid&gt;. Two matches
/// without a wildcard are refused and listed.</para>
/// <para>Names and messages are the requester's words, and anybody can write them. Where nothing else says which connections are meant (a
/// message, or a wildcard of names), the command shows for each whose endpoint it is and asks, also under -Confirm:$false. Where nobody can
/// be asked it is an error. -EndpointId and -EndpointSubscriptionId say whose request is meant, and -Force approves without asking. A
/// connection that is piped, or named in full, is approved as chosen: look at its EndpointId first.</para>
/// <para>The command follows Azure's operation and then waits until the target and the endpoint both say Approved. A connection that is
/// approved already is a success (Changed is false). A rejected connection of a PostgreSQL server cannot be approved: its endpoint must be
/// created again, which New-PgPrivateEndpoint does with -Force.</para>
/// </remarks>
/// <example>
/// <code>Approve-PgEndpointConnection -Target $server.Id -Name dbt -Description 'dbt Cloud, ticket 4711'</code>
/// <para>Approves the one connection whose name is dbt and a GUID.</para>
/// </example>
/// <example>
/// <code>New-PgPrivateEndpoint -Target $server.Id -SubnetId $subnet.Id -ManualRequest `
///     | Approve-PgEndpointConnection -DefaultProfile $databaseAdmin</code>
/// <para>Creates the endpoint as network administrator and approves it as database administrator.</para>
/// </example>
/// <example>
/// <code>Approve-PgEndpointConnection -Target $service.Id -RequestMessage '*ticket 4711*' -EndpointSubscriptionId $orders</code>
/// <para>Approves the connections of that subscription whose requester named the ticket. Without the subscription it would ask for each,
/// since anybody can name a ticket.</para>
/// </example>
/// <seealso cref="DenyPgEndpointConnectionCommand"/>
/// <seealso cref="WaitPgEndpointConnectionCommand"/>
[Cmdlet(VerbsLifecycle.Approve, "PgEndpointConnection", SupportsShouldProcess = true, DefaultParameterSetName = ById)]
[OutputType(typeof(PgEndpointConnection))]
public sealed class ApprovePgEndpointConnectionCommand : PlannedConnectionCmdlet
{
    /// <summary>What the requester reads with the approval: at most 140 characters.</summary>
    [Parameter]
    public string Description { get; set; } = "Approved";

    /// <summary>Approves without asking where only a message, or a wildcard of names, says which connections are meant.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Returns as soon as Azure has accepted the approval. Pipe the output to Wait-PgEndpointConnection to wait for its end.
    /// </summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait for each of Azure's answers and for the end of the approval, in seconds. The default is 600.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 600;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override Task RunAsync(CommandHost host) => DecidePgEndpointConnection.RunAsync(
        new(ConnectionDecision.Approve, Selection, Description, NoWait, Patience, Force, Planned), host);
}
