namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Makes a host name lead to a private address: private DNS zone, virtual network link and A record.</summary>
/// <remarks>
/// <para>Creates what is missing of the zone, its links to the virtual networks of the clients, and the A record. What is there and is as
/// wished is left alone. A record with another address is never overwritten without -Force, and never over a change made in between; the
/// error says whose address it is. A zone gives all networks that are linked to it one answer: for endpoints in several networks either
/// each network has a zone of its own, or all use one endpoint.</para>
/// <para>The default zone is the one that Azure names for the target (privatelink.postgres.database.azure.com for a flexible server), else
/// the host name without its first label. A zone of that name that exists in the subscription already is used; otherwise it is created in
/// the endpoint's resource group.</para>
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
/// <seealso cref="GetPgEndpointIpCommand"/>
/// <seealso cref="GetPgPrivateDnsRecordCommand"/>
/// <seealso cref="RemovePgPrivateDnsRecordCommand"/>
[Cmdlet(VerbsCommon.New, "PgPrivateDnsRecord", SupportsShouldProcess = true)]
[OutputType(typeof(PgDnsRecord))]
public sealed class NewPgPrivateDnsRecordCommand : SubscriptionCmdlet
{
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

    /// <summary>The zone's resource group. The default is where a zone of that name exists, else the endpoint's or the network's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ResourceGroupName { get; set; }

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

    /// <summary>How long resolvers may keep the record, in seconds. The default is 300.</summary>
    [Parameter]
    [ValidateRange(1L, 2147483647L)]
    public long? TimeToLive { get; set; }

    /// <summary>
    /// What happens to names that the zone does not have: Default answers that they do not exist; NxDomainRedirect asks public DNS
    /// (privatelink zones only).
    /// </summary>
    [Parameter]
    [ValidateSet("Default", "NxDomainRedirect")]
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

    private protected override Task RunAsync(CommandHost host) => NewPgPrivateDnsRecord.RunAsync(
        new()
        {
            HostName = HostName.OrNull(),
            IpAddress = IpAddress.Items(),
            VirtualNetworkId = VirtualNetworkId.Items(),
            ZoneName = ZoneName.OrNull(),
            ResourceGroupName = ResourceGroupName.OrNull(),
            SubscriptionId = ChosenSubscriptionId,
            EndpointId = EndpointId.OrNull(),
            TargetId = TargetId.OrNull(),
            Tag = Tag.Tags(),
            TimeToLive = TimeToLive,
            ResolutionPolicy = ResolutionPolicy,
            NoLink = NoLink,
            AsZoneGroup = AsZoneGroup,
            Append = Append,
            Force = Force,
            Timeout = Patience,
        },
        host);
}
