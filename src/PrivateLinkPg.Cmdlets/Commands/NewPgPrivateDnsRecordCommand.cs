using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Makes a host name lead to a private address: private DNS zone, virtual network link and A record.</summary>
/// <remarks>
/// <para>Creates what is missing of the zone, its links to the virtual networks of the clients, and the A record. What is there and is as
/// wished is left alone. A record with another address is never overwritten without -Force, and never over a change made in between; the
/// error says whose address it is. A zone gives all networks that are linked to it one answer: for endpoints in several networks either
/// each network has a zone of its own, or all use one endpoint.</para>
/// <para>The default zone is the one that Azure names for the target (privatelink.postgres.database.azure.com for a flexible server), else
/// the host name without its first label. Of the zones of that name in the subscription, the one that the network is linked to is used;
/// else one in which the name leads to the same endpoint already (hub and spokes share it), or is free, where it is not a zone that
/// this command made for another endpoint's network alone; else a new one is made in the endpoint's resource group. A resource group
/// holds one zone of a name: for networks that share a group, -ResourceGroupName takes a pattern. No zone is made for a network
/// that is linked to one of that name in another subscription, such as a hub's: the error names it. Inputs of one command get their zones
/// in their order, and one that cannot have its own is refused before anything is written for it.</para>
/// </remarks>
/// <example>
/// <code>Get-PgEndpointIp -Id $endpoint.Id | New-PgPrivateDnsRecord</code>
/// <para>Makes the server's public host name lead to the endpoint within the endpoint's own virtual network.</para>
/// </example>
/// <example>
/// <code>
/// New-PgPrivateDnsRecord -HostName p-abc.org1.biganimal.io -IpAddress 10.0.1.4 -VirtualNetworkId $network.Id -ResourceGroupName rg-client
/// </code>
/// <para>Creates the zone org1.biganimal.io, links it and adds the record p-abc, so that verify-full works by the public name.</para>
/// </example>
/// <example>
/// <code>Get-AzVirtualNetwork | New-PgPrivateDnsRecord -HostName p-abc.org1.biganimal.io -IpAddress 10.0.1.4 `
///     -VirtualNetworkId { $_.Id } -ResourceGroupName rg-client</code>
/// <para>Lets the clients of all virtual networks of the subscription reach the cluster by one endpoint: one zone, one record, a link for
/// each network.</para>
/// </example>
/// <example>
/// <code>
/// $networks | New-PgPrivateEndpoint -Target $service.Id -SubnetId { "$($_.Id)/subnets/snet-client" } |
///     Approve-PgEndpointConnection | Get-PgEndpointIp |
///     New-PgPrivateDnsRecord p-def.org2.biganimal.io -ResourceGroupName 'rg-dns-{VirtualNetworkName}' -CreateResourceGroup
/// </code>
/// <para>Gives each network an endpoint of its own, and a zone of its own that leads its clients there, in a resource group of that
/// network's.</para>
/// </example>
/// <seealso cref="GetPgEndpointIpCommand"/>
/// <seealso cref="GetPgPrivateDnsRecordCommand"/>
/// <seealso cref="RemovePgPrivateDnsRecordCommand"/>
[Cmdlet(VerbsCommon.New, "PgPrivateDnsRecord", SupportsShouldProcess = true)]
[OutputType(typeof(PgDnsRecord))]
public sealed class NewPgPrivateDnsRecordCommand : SubscriptionCmdlet
{
    private readonly PipedObject _piped;

    /// <inheritdoc cref="NewPgPrivateDnsRecordCommand"/>
    public NewPgPrivateDnsRecordCommand() => _piped = new(() => [ResourceGroupName]);

    /// <summary>The piped object as a whole.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get => _piped.Value; set => _piped.Value = value; }

    /// <summary>The public host name that clients connect to.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    [PastedText]
    public string? HostName { get; set; }

    /// <summary>The private IPv4 addresses that the name shall lead to.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string[]? IpAddress { get; set; }

    /// <summary>The resource ids of the virtual networks whose clients shall see the record; of any subscription.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VirtualNetworkCompleter))]
    [PastedText]
    public string[]? VirtualNetworkId { get; set; }

    /// <summary>The private DNS zone. The default follows from the target and the host name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ZoneNameCompleter))]
    [PastedText]
    public string? ZoneName { get; set; }

    /// <summary>
    /// The zone's resource group. It may be a pattern, for a zone of its own for each network: 'rg-dns-{VirtualNetworkName}', or
    /// {VirtualNetworkResourceGroupName}. Without it the zone is, of those of that name in the subscription, the one that the network is
    /// linked to; else one that others share and in which the name is free, or leads to the same endpoint; else a new one in the
    /// endpoint's or the network's group. A script block gives each input its own; a property of that name is not taken, since it is the
    /// endpoint's or the network's.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ResourceGroupName { get; set; }

    /// <summary>The zone's resource group, as a column of a plan. It may be a pattern as well.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ZoneResourceGroupName { get; set; }

    /// <summary>
    /// The resource ids of more virtual networks whose clients shall see the record, as a column of a plan: beside those of
    /// -VirtualNetworkId, which for a piped endpoint is its own.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VirtualNetworkCompleter))]
    [PastedText]
    public string[]? LinkedVirtualNetworkId { get; set; }

    /// <summary>
    /// Creates the zone's resource group where it is not there, in the network's region and with the tags of -Tag. No command takes it
    /// away.
    /// </summary>
    [Parameter]
    public SwitchParameter CreateResourceGroup { get; set; }

    /// <summary>The resource id of the private endpoint behind the address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [PastedText]
    public string? EndpointId { get; set; }

    /// <summary>The resource id of the target behind the endpoint, from which the default zone follows.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string? TargetId { get; set; }

    /// <summary>
    /// Tags of the zone and the links that are created, beside the one by which this module knows them again. Those that exist are left as
    /// they are.
    /// </summary>
    [Parameter]
    public Hashtable? Tag { get; set; }

    /// <summary>As -Tag, as a column of a plan: a table, or a text such as env=prod;team=orders. They go before -Tag's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TagText]
    public Hashtable? ZoneTag { get; set; }

    /// <summary>How long resolvers may keep the record, in seconds, from 1 to 2147483647. The default is 300.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell(1, 2147483647)]
    public long? TimeToLive { get; set; }

    /// <summary>
    /// What happens to names that the zone does not have: Default answers that they do not exist; NxDomainRedirect asks public DNS
    /// (privatelink zones only).
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResolutionPolicyCompleter))]
    [PastedText]
    public string? ResolutionPolicy { get; set; }

    /// <summary>Leaves the links alone, where they are somebody else's task.</summary>
    [Parameter]
    public SwitchParameter NoLink { get; set; }

    /// <summary>Lets Azure keep the record by a zone group of the endpoint, instead of writing it here.</summary>
    [Parameter]
    public SwitchParameter AsZoneGroup { get; set; }

    /// <summary>
    /// Adds the addresses to those that the record has, so that the name leads to all of them: for networks that reach them all.
    /// </summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Replaces a record, a link's policy or a zone of the zone group that differs.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// How long to wait for each of Azure's answers and for the end of each of its operations, in seconds. The default is 900.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 900;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override object? Input => HostName;

    private protected override object? Piped => InputObject;

    private protected override Task RunAsync(CommandHost host) => NewPgPrivateDnsRecord.RunAsync(
        new()
        {
            HostName = HostName.OrNull(),
            IpAddress = IpAddress.Items(),
            VirtualNetworkId =
            [
                .. VirtualNetworkId.Items().Union(LinkedVirtualNetworkId.Items(), StringComparer.OrdinalIgnoreCase),
            ],
            PatternNetworkId = VirtualNetworkId.Items(),
            ZoneName = ZoneName.OrNull(),
            ResourceGroupName = _piped.Given(this)[0] ?? ZoneResourceGroupName.OrNull(),
            CreateResourceGroup = CreateResourceGroup,
            SubscriptionId = ChosenSubscriptionId,
            EndpointId = EndpointId.OrNull(),
            TargetId = TargetId.OrNull(),
            Tag = Tag.Tags().With(ZoneTag.Tags()),
            TimeToLive = TimeToLive,
            ResolutionPolicy = ResolutionPolicy.OrNull(),
            NoLink = NoLink,
            AsZoneGroup = AsZoneGroup,
            Append = Append,
            Force = Force,
            Timeout = Patience,
        },
        host);
}
