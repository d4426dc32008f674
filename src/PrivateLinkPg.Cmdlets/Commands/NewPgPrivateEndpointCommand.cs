using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Creates a private endpoint to a PostgreSQL target, or finds that it is there already.</summary>
/// <remarks>
/// <para>Makes a private address for a PostgreSQL server in a subnet of yours. The target is an Azure Database for PostgreSQL flexible
/// server, a Cosmos DB for PostgreSQL cluster, or a Private Link service such as that of an EDB BigAnimal cluster, by resource id or by
/// alias.</para>
/// <para>Before anything is written, the target, the network and the subnet are checked. What is there already and is as wished is left
/// alone (Changed is false); what differs is an error that says how, unless -Force may change it. The command waits until Azure has
/// finished; Ctrl+C leaves the operation running, and the same line picks it up again.</para>
/// </remarks>
/// <example>
/// <code>New-PgPrivateEndpoint -Target $server.Id -SubnetId $subnet.Id</code>
/// <para>Creates the endpoint '&lt;network&gt;-&lt;server&gt;-pe' in the resource group and region of the subnet's virtual network.</para>
/// </example>
/// <example>
/// <code>$serverIds | New-PgPrivateEndpoint -VirtualNetworkName vnet-client -SubnetName snet-client | Get-PgEndpointIp</code>
/// <para>Creates an endpoint for each of many servers, up to 16 at once, and shows their addresses as they come.</para>
/// </example>
/// <example>
/// <code>New-PgPrivateEndpoint -Target $alias -SubnetId $subnet.Id -Name edb-orders-pe -RequestMessage 'Orders team, ticket 4711'</code>
/// <para>Asks the owner of a Private Link service, known by its alias only, for a connection. The owner approves.</para>
/// </example>
/// <seealso cref="ApprovePgEndpointConnectionCommand"/>
/// <seealso cref="GetPgEndpointIpCommand"/>
[Cmdlet(VerbsCommon.New, "PgPrivateEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = BySubnetId)]
[OutputType(typeof(PgPrivateEndpoint))]
public sealed class NewPgPrivateEndpointCommand : SubscriptionCmdlet
{
    private const string BySubnetId = nameof(BySubnetId);
    private const string BySubnetName = nameof(BySubnetName);
    private readonly PipedObject _piped;

    /// <inheritdoc cref="NewPgPrivateEndpointCommand"/>
    public NewPgPrivateEndpointCommand() => _piped = new(() => [Name, ResourceGroupName, Location]);

    /// <summary>
    /// The piped object as a whole. Of a row of a plan, HostName, ZoneName, ZoneResourceGroupName and LinkedVirtualNetworkId go along with
    /// the output to New-PgPrivateDnsRecord.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get => _piped.Value; set => _piped.Value = value; }

    /// <summary>
    /// What the endpoint leads to: the resource id of a flexible server, of a cluster (serverGroupsv2) or of a Private Link service, or a
    /// service's alias (name.GUID.region.azure.privatelinkservice). Objects with an Id are taken too.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TargetId", "ResourceId", "PrivateLinkServiceId", "Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string Target { get; set; } = "";

    /// <summary>The resource id of the subnet that the endpoint's address comes from.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = BySubnetId, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    [PastedText]
    public string? SubnetId { get; set; }

    /// <summary>The name of the virtual network, looked up in the subscription of the context or of -SubscriptionId.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BySubnetName, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VirtualNetworkNameCompleter))]
    [PastedText]
    public string? VirtualNetworkName { get; set; }

    /// <summary>The name of the subnet.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BySubnetName, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubnetNameCompleter))]
    [PastedText]
    public string? SubnetName { get; set; }

    /// <summary>The resource group of the virtual network; needed only where several networks have the name.</summary>
    [Parameter(ParameterSetName = BySubnetName, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? VirtualNetworkResourceGroupName { get; set; }

    /// <summary>
    /// The endpoint's name. The default is made of the network's and the target's name and 'pe', such as vnet-client-orders-pe. A script
    /// block gives each input its own; a property of that name is not taken, since it is the target's or the network's.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string? Name { get; set; }

    /// <summary>The endpoint's resource group, or a script block as with -Name. The default is that of the virtual network.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ResourceGroupName { get; set; }

    /// <summary>The endpoint's region, or a script block as with -Name. It must be the virtual network's, which is the default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [PastedText]
    public string? Location { get; set; }

    /// <summary>
    /// The target's sub-resource. The default follows from the target: postgresqlServer, coordinator, or none for a Private Link service.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    [PastedText]
    public string? GroupId { get; set; }

    /// <summary>Asks the target's owner for approval instead of approving with your own rights. Always so with an alias.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FlagText]
    public SwitchParameter ManualRequest { get; set; }

    /// <summary>What the target's owner reads with the request: at most 140 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? RequestMessage { get; set; }

    /// <summary>
    /// The name of the endpoint's own connection entry. The default is the endpoint's name. The target names its side itself: endpoint
    /// name, dot, GUID.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ConnectionName { get; set; }

    /// <summary>The name of the endpoint's network interface, fixed at creation. The default is the endpoint's name and '-nic'.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string? NetworkInterfaceName { get; set; }

    /// <summary>A static IPv4 address of the subnet, fixed at creation. The default is the next free one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateCount(1, 10)]
    [PastedText]
    public string[]? IpAddress { get; set; }

    /// <summary>The IP version of the endpoint's addresses: IPv4 (Azure's default), IPv6 or DualStack.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(IpVersionCompleter))]
    [PastedText]
    public string? IpVersion { get; set; }

    /// <summary>The resource ids of application security groups that the endpoint joins.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationSecurityGroupCompleter))]
    [PastedText]
    public string[]? ApplicationSecurityGroupId { get; set; }

    /// <summary>The edge zone that the endpoint lies in, where its network does.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string? EdgeZone { get; set; }

    /// <summary>Tags of the endpoint. An existing endpoint keeps its others; a tag that has another value is changed with -Force.</summary>
    [Parameter]
    public Hashtable? Tag { get; set; }

    /// <summary>The endpoint's name, as a column of a plan.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string? EndpointName { get; set; }

    /// <summary>The endpoint's resource group, as a column of a plan.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? EndpointResourceGroupName { get; set; }

    /// <summary>The endpoint's region, as a column of a plan.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [PastedText]
    public string? EndpointLocation { get; set; }

    /// <summary>The endpoint's tags, as a column of a plan: a table, or env=prod;team=orders. They go before those of -Tag.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TagText]
    public Hashtable? EndpointTag { get; set; }

    /// <summary>Private DNS zones in which Azure itself shall keep the endpoint's A records (a zone group).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    [PastedText]
    public string[]? PrivateDnsZoneId { get; set; }

    /// <summary>Returns as soon as Azure has accepted the request. Run the same line without it to wait for the end.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Changes an existing endpoint that differs, as far as Azure allows it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Leaves out the checks of target, network and subnet, for accounts that may not read them. With -Location the network is not read at
    /// all.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    /// <summary>
    /// How long to wait for each of Azure's answers and for the endpoint, in seconds. The default is 900. What Azure has begun goes on
    /// after that, and the same line picks it up.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 900;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override object? Input => Target;

    private protected override object? Piped => InputObject;

    private protected override Task RunAsync(CommandHost host)
    {
        // What is given for all goes before what a row says, as always with the engine.
        IReadOnlyList<string?> given = _piped.Given(this);
        NewPgPrivateEndpointRequest request = new()
        {
            Target = Target,
            SubnetId = SubnetId,
            VirtualNetworkName = VirtualNetworkName,
            SubnetName = SubnetName,
            VirtualNetworkResourceGroupName = VirtualNetworkResourceGroupName.OrNull(),
            Name = given[0] ?? EndpointName.OrNull(),
            ResourceGroupName = given[1] ?? EndpointResourceGroupName.OrNull(),
            Location = given[2] ?? EndpointLocation.OrNull(),
            GroupId = GroupId.OrNull(),
            ManualRequest = ManualRequest,
            RequestMessage = RequestMessage.OrNull(),
            ConnectionName = ConnectionName.OrNull(),
            NetworkInterfaceName = NetworkInterfaceName.OrNull(),
            IpAddress = IpAddress.Items(),
            IpVersion = IpVersion.OrNull(),
            ApplicationSecurityGroupId = ApplicationSecurityGroupId.Items(),
            EdgeZone = EdgeZone.OrNull(),
            Tag = Tag.Tags().With(EndpointTag.Tags()),
            PrivateDnsZoneId = PrivateDnsZoneId.Items(),
            NoWait = NoWait,
            Force = Force,
            SkipPreflight = SkipPreflight,
            Timeout = Patience,
            Planned = PlanRow.Name(InputObject),
        };
        return NewPgPrivateEndpoint.RunAsync(request with { UnreadColumns = PlanRow.Unread(InputObject, request) }, host);
    }
}
