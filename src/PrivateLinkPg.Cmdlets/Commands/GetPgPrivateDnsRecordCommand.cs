namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Gets A records of private DNS zones, with who keeps them and whether they are still of use.</summary>
/// <remarks>
/// <para>Owner is ZoneGroup where Azure keeps the record for a private endpoint, else Manual. EndpointId is the endpoint that the record
/// was made for, or whose address it has.</para>
/// <para>Stale is true where no address of the record is of use any more: no network interface has it, its endpoint's connection is
/// Disconnected, or it went to an endpoint of another server. Before a record is called stale, all subscriptions that the account sees are
/// asked. An address that only a load balancer or a machine outside of Azure has looks stale too: look at StaleReason before you
/// remove.</para>
/// </remarks>
/// <example>
/// <code>Get-PgPrivateDnsRecord pg-orders.postgres.database.azure.com</code>
/// <para>Shows the records that clients of the linked networks find for the server, in all zones of the subscription that serve its
/// name.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateDnsRecord -Stale -SubscriptionId $development, $test | Format-List HostName, IpAddress, StaleReason</code>
/// <para>Finds what removed endpoints left behind in two subscriptions: such records look like a firewall fault to clients.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateDnsRecord -ZoneName *.biganimal.io -Stale | Remove-PgPrivateDnsRecord -IncludeZone</code>
/// <para>Removes stale records, and the links and zones that nobody uses then.</para>
/// </example>
/// <seealso cref="NewPgPrivateDnsRecordCommand"/>
/// <seealso cref="RemovePgPrivateDnsRecordCommand"/>
[Cmdlet(VerbsCommon.Get, "PgPrivateDnsRecord", DefaultParameterSetName = ByHostName)]
[OutputType(typeof(PgDnsRecord))]
public sealed class GetPgPrivateDnsRecordCommand : AzureCmdlet
{
    private const string ByHostName = nameof(ByHostName);
    private const string ByName = nameof(ByName);
    private const string ById = nameof(ById);

    /// <summary>The public host name that clients connect to. The default is all records.</summary>
    [Parameter(Position = 0, ParameterSetName = ByHostName, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    [PastedText]
    public string? HostName { get; set; }

    /// <summary>The record's name in its zone, or a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string Name { get; set; } = "*";

    /// <summary>The zone's name, or a wildcard. The default is all.</summary>
    [Parameter(ParameterSetName = ByHostName)]
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ZoneNameCompleter))]
    [PastedText]
    public string ZoneName { get; set; } = "*";

    /// <summary>The zone's resource group. The default is all.</summary>
    [Parameter(ParameterSetName = ByHostName)]
    [Parameter(ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ResourceGroupName { get; set; }

    /// <summary>The subscriptions whose zones are meant. The default is the context's.</summary>
    [Parameter(ParameterSetName = ByHostName)]
    [Parameter(ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    [PastedText]
    public Guid[]? SubscriptionId { get; set; }

    /// <summary>The resource id of an A record set.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById, ValueFromPipelineByPropertyName = true)]
    [Alias("RecordId", "ResourceId")]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? Id { get; set; }

    /// <summary>Only records of which no address is of use any more.</summary>
    [Parameter]
    public SwitchParameter Stale { get; set; }

    private protected override object? Input => Id ?? HostName ?? Name;

    private protected override Task RunAsync(CommandHost host) => GetPgPrivateDnsRecord.RunAsync(
        new(Id, HostName, Name, ZoneName, ResourceGroupName, SubscriptionId.Texts(), Stale), host);
}
