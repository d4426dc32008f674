namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Gets the connections of private endpoints to a target.</summary>
/// <remarks>
/// <para>Shows each connection as the target has it (Status) and, where the endpoint can be read, as the endpoint has it (EndpointStatus).
/// They agree except for a short while after a decision.</para>
/// <para>A name in full that matches nothing is an error; a wildcard or a target alone gives what there is.</para>
/// </remarks>
/// <example>
/// <code>Get-PgEndpointConnection -Target $server.Id</code>
/// <para>Shows all connections of one server.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateLinkTarget -Name pg-* | Get-PgEndpointConnection -State Pending</code>
/// <para>Shows what waits for a decision, over all targets of the subscription with such a name.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateLinkTarget $service.Id | Get-PgEndpointConnection -RequestMessage '*ticket 4711*'</code>
/// <para>Finds a connection by what its requester wrote.</para>
/// </example>
/// <seealso cref="ApprovePgEndpointConnectionCommand"/>
/// <seealso cref="GetPgPrivateLinkTargetCommand"/>
[Cmdlet(VerbsCommon.Get, "PgEndpointConnection", DefaultParameterSetName = ById)]
[OutputType(typeof(PgEndpointConnection))]
public sealed class GetPgEndpointConnectionCommand : ConnectionCmdlet
{
    /// <summary>Only connections in these states. The default is all.</summary>
    [Parameter]
    [ValidateSet("Pending", "Approved", "Rejected", "Disconnected")]
    public string[]? State { get; set; }

    private protected override Task RunAsync(CommandHost host) =>
        GetPgEndpointConnection.RunAsync(new(Selection, State.Set()), host);
}
