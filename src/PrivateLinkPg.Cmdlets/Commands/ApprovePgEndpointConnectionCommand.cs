using System.Management.Automation;
using PrivateLinkPg.Cmdlets.Base;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Approves the connection of a private endpoint, on the side of its target.</summary>
/// <remarks>
/// <para>Takes a connection's id, an endpoint's id, or a target with a connection's name. Azure names connections itself (endpoint name,
/// dot, GUID), so the part before the dot is enough: -Name dbt finds dbt.&lt;guid&gt;. Two matches without a wildcard are refused and listed.</para>
/// <para>The command follows Azure's operation and then waits until the target and the endpoint both say Approved. A connection that is
/// approved already is a success (Changed is false). A rejected connection of a PostgreSQL server cannot be approved: its endpoint must be created again.</para>
/// </remarks>
/// <example>
/// <code>Approve-PgEndpointConnection -Target $server.Id -Name dbt -Description 'dbt Cloud, ticket 4711'</code>
/// <para>Approves the one connection whose name is dbt and a GUID.</para>
/// </example>
/// <example>
/// <code>New-PgPrivateEndpoint -Target $server.Id -SubnetId $subnet.Id -ManualRequest | Approve-PgEndpointConnection -DefaultProfile $databaseAdmin</code>
/// <para>Creates the endpoint as network administrator and approves it as database administrator.</para>
/// </example>
/// <seealso cref="NewPgPrivateEndpointCommand"/>
[Cmdlet(VerbsLifecycle.Approve, "PgEndpointConnection", SupportsShouldProcess = true, DefaultParameterSetName = ById)]
[OutputType(typeof(PgEndpointConnection))]
public sealed class ApprovePgEndpointConnectionCommand : AzureCmdlet
{
    private const string ById = nameof(ById);
    private const string ByEndpoint = nameof(ByEndpoint);
    private const string ByTarget = nameof(ByTarget);

    /// <summary>The resource id of a connection, or of a private endpoint whose connection is meant.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ConnectionId", "ResourceId")]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>The resource id of the private endpoint whose connection is meant. With -Target the endpoint itself is not read, as in another tenant.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByEndpoint)]
    [ValidateNotNullOrEmpty]
    public string? EndpointId { get; set; }

    /// <summary>The resource id of the server or Private Link service that was asked for a connection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByEndpoint)]
    [Alias("TargetId", "PrivateLinkServiceId")]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>The connection's name, the part of it before the GUID, or a wildcard for all that match.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>What the requester reads with the approval: at most 140 characters.</summary>
    [Parameter]
    public string Description { get; set; } = "Approved";

    /// <summary>Returns as soon as Azure has accepted the approval.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait, in seconds. The default is 600.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 600;

    private protected override object? Input => Id ?? EndpointId ?? Target;

    private protected override Task RunAsync(CommandHost host) => ApprovePgEndpointConnection.RunAsync(
        new(new ConnectionSelection(Id, EndpointId, Target, Name), Description, NoWait, TimeSpan.FromSeconds(TimeoutSec)), host);
}
