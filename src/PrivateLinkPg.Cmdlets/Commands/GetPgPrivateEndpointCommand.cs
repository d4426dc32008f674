namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Gets private endpoints that lead to PostgreSQL targets.</summary>
/// <remarks>
/// <para>Lists the endpoints to flexible servers, Cosmos DB for PostgreSQL clusters and Private Link services; those to other kinds of
/// resource are left out, unless named by their id. ConnectionStatus is the state on the endpoint's side, PrivateDnsZoneId the zones of its
/// zone group.</para>
/// </remarks>
/// <example>
/// <code>Get-PgPrivateEndpoint -State Pending, Rejected, Disconnected, Failed -SubscriptionId $development, $test</code>
/// <para>Shows what needs somebody's attention in two subscriptions.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateEndpoint -Target pg-orders | Get-PgEndpointIp | Format-Table EndpointName, IpAddress, VirtualNetworkId</code>
/// <para>Shows by which addresses the server pg-orders is reached, and in which networks.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateEndpoint vnet-client-* -ResourceGroupName rg-client | Remove-PgPrivateEndpoint -IncludeDns -WhatIf</code>
/// <para>Shows everything that would go with the endpoints of some networks.</para>
/// </example>
/// <seealso cref="NewPgPrivateEndpointCommand"/>
/// <seealso cref="RemovePgPrivateEndpointCommand"/>
/// <seealso cref="GetPgEndpointIpCommand"/>
[Cmdlet(VerbsCommon.Get, "PgPrivateEndpoint", DefaultParameterSetName = ByName)]
[OutputType(typeof(PgPrivateEndpoint))]
public sealed class GetPgPrivateEndpointCommand : AzureCmdlet
{
    private const string ByName = nameof(ByName);
    private const string ById = nameof(ById);

    /// <summary>The endpoint's name, or a wildcard. The default is all.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [PastedText]
    public string Name { get; set; } = "*";

    /// <summary>The resource group to look in.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ResourceGroupName { get; set; }

    /// <summary>The subscriptions to look in. The default is the context's.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    [PastedText]
    public Guid[]? SubscriptionId { get; set; }

    /// <summary>What the endpoints lead to: a resource id, an alias, or the target's name or a wildcard.</summary>
    [Parameter(ParameterSetName = ByName)]
    [Alias("TargetId", "PrivateLinkServiceId")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string? Target { get; set; }

    /// <summary>
    /// The states that are meant, of the connection (Pending, Approved, Rejected, Disconnected) or of the endpoint itself.
    /// </summary>
    [Parameter(ParameterSetName = ByName)]
    [ValidateSet("Pending", "Approved", "Rejected", "Disconnected", "Succeeded", "Updating", "Deleting", "Failed")]
    public string[]? State { get; set; }

    /// <summary>The endpoint's resource id.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "PrivateEndpointId", "ResourceId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [PastedText]
    public string? EndpointId { get; set; }

    private protected override object? Input => EndpointId ?? Name;

    private protected override Task RunAsync(CommandHost host) => GetPgPrivateEndpoint.RunAsync(
        new(EndpointId, Name, ResourceGroupName, SubscriptionId.Texts(), Target, State.Set()), host);
}
