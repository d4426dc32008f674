namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Waits for a connection that somebody else makes, or for somebody else's decision on one.</summary>
/// <remarks>
/// <para>On a target, waits until a connection that matches is in one of the states, and gives all that are: for a vendor's request, which
/// comes hours or days later. On an endpoint's id alone, waits for the owner's decision as the requester sees it, and gives the endpoint;
/// the target need not be readable.</para>
/// <para>A connection that was named and can no longer come to the state, such as a rejected one, ends the wait at once with an error.
/// Ctrl+C stops waiting; the same line waits on.</para>
/// </remarks>
/// <example>
/// <code>Wait-PgEndpointConnection -Target $server.Id -Name dbt -EndpointSubscriptionId $dbt -State Pending -TimeoutSec 86400 `
///     | Approve-PgEndpointConnection</code>
/// <para>Waits up to a day for dbt's request and approves it. Anybody can name an endpoint dbt; the subscription says that it is
/// theirs.</para>
/// </example>
/// <example>
/// <code>
/// New-PgPrivateEndpoint -Target $alias -SubnetId $subnet.Id -Name edb-orders-pe | Wait-PgEndpointConnection | Get-PgEndpointIp
/// </code>
/// <para>Asks a provider for a connection, waits until it is approved, and shows its address.</para>
/// </example>
/// <example>
/// <code>$server.Id | Wait-PgEndpointConnection -Name dbt -EndpointSubscriptionId $dbt -State Pending, Approved `
///     | Approve-PgEndpointConnection</code>
/// <para>The same for scripts that may run again after the approval.</para>
/// </example>
/// <seealso cref="ApprovePgEndpointConnectionCommand"/>
/// <seealso cref="NewPgPrivateLinkRequestCommand"/>
[Cmdlet(VerbsLifecycle.Wait, "PgEndpointConnection", DefaultParameterSetName = ById)]
[OutputType(typeof(PgEndpointConnection), typeof(PgPrivateEndpoint))]
public sealed class WaitPgEndpointConnectionCommand : PlannedConnectionCmdlet
{
    /// <summary>The states to wait for, any of them. The default is Approved.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSet("Pending", "Approved", "Rejected", "Disconnected")]
    public string[] State { get; set; } = ["Approved"];

    /// <summary>How long to wait for the state, in seconds; for each of Azure's answers before that too. The default is 3600.</summary>
    [Parameter]
    [ValidateRange(1, 2592000)]
    public int TimeoutSec { get; set; } = 3600;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    /// <summary>The time between two looks, in seconds. The default is 10.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollSec { get; set; } = 10;

    private protected override Task RunAsync(CommandHost host) => WaitPgEndpointConnection.RunAsync(
        new(Selection, State.Set(), TimeSpan.FromSeconds(PollSec), Patience, Planned), host);
}
