namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Gets what private endpoints to PostgreSQL can lead to, and tells whether it takes them.</summary>
/// <remarks>
/// <para>Finds flexible servers with their replicas, Cosmos DB for PostgreSQL clusters, and Private Link services. CanTakeEndpoint tells
/// whether an endpoint can be made, Reason why not (such as a server inside a virtual network), and Remedy what to do.</para>
/// <para>Without -SubscriptionId the context's own subscription is searched. Where that has none, a warning names it and the others that
/// the account sees.</para>
/// <para>An EDB BigAnimal cluster in your own cloud account is found by its id, in whatever subscription its service lies. One in EDB's
/// account is known by its alias only; for that, CanTakeEndpoint tells whether the service is visible to your subscription.</para>
/// </remarks>
/// <example>
/// <code>Get-PgPrivateLinkTarget -Name pg-* | Where-Object CanTakeEndpoint | New-PgPrivateEndpoint -SubnetId $subnet.Id</code>
/// <para>Creates an endpoint for each server of the subscription with such a name that takes one.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateLinkTarget -ClusterId p-mckwlbakq5 | New-PgPrivateEndpoint -SubnetId $subnet.Id</code>
/// <para>Finds the Private Link service of a BigAnimal cluster in all subscriptions that the account sees, and creates an endpoint to
/// it.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateLinkTarget -SubscriptionId $development, $test `
///     | Where-Object { -not $_.CanTakeEndpoint } | Format-List Name, Reason, Remedy</code>
/// <para>Shows, over two subscriptions, which servers take no endpoints, and the way out for each.</para>
/// </example>
/// <seealso cref="NewPgPrivateEndpointCommand"/>
/// <seealso cref="GetPgEndpointConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "PgPrivateLinkTarget", DefaultParameterSetName = ByName)]
[OutputType(typeof(PgPrivateLinkTarget))]
public sealed class GetPgPrivateLinkTargetCommand : AzureCmdlet
{
    private const string ByName = nameof(ByName);
    private const string ById = nameof(ById);
    private const string ByCluster = nameof(ByCluster);

    /// <summary>The resource id of a server, cluster or Private Link service, or a service's alias.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "TargetId", "ResourceId", "PrivateLinkServiceId", "Alias")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string? Target { get; set; }

    /// <summary>The name, or a wildcard. The default is all.</summary>
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetNameCompleter))]
    [PastedText]
    public string Name { get; set; } = "*";

    /// <summary>The kinds to look for. The default is all.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ValidateSet("FlexibleServer", "ServerGroup", "PrivateLinkService")]
    public string[]? Kind { get; set; }

    /// <summary>
    /// The id of an EDB BigAnimal cluster in your own cloud account, such as p-mckwlbakq5; also without the p-, or its host name.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCluster)]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? ClusterId { get; set; }

    /// <summary>
    /// The subscriptions to look in; with an alias, those that the service must be visible to. The default is the context's; for a
    /// cluster, all that the account sees.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    [PastedText]
    public Guid[]? SubscriptionId { get; set; }

    private protected override object? Input => Target ?? ClusterId ?? Name;

    private protected override Task RunAsync(CommandHost host) => GetPgPrivateLinkTarget.RunAsync(
        new(Target, ClusterId, Name, Kind.Set(), SubscriptionId.Texts()), host);
}
