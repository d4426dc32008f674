namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Removes addresses from A records of private DNS zones, and the links and zones that nobody uses then.</summary>
/// <remarks>
/// <para>Takes only the given addresses out of a record; the record goes with the last of them. A change that somebody makes in between is
/// never overwritten. A record that Azure keeps for an endpoint in use is refused without -Force.</para>
/// <para>With -IncludeZone, a zone that this module made goes as well, its links first, where it has no other record, no link of somebody
/// else, and no zone group that uses it: from then on its names resolve as in public again. Zones and links that were made for an endpoint
/// go with the records of that endpoint, or once it is gone; those made for none, with records made for none. A zone that is left is told,
/// with the reason.
/// Where Azure refuses a step, what went before it is put back.</para>
/// </remarks>
/// <example>
/// <code>Get-PgPrivateDnsRecord -Stale | Remove-PgPrivateDnsRecord -IncludeZone -WhatIf</code>
/// <para>Shows what would go with the records that removed endpoints have left.</para>
/// </example>
/// <example>
/// <code>Remove-PgPrivateDnsRecord p-old.org1.biganimal.io -IpAddress 10.0.1.9 -Confirm:$false</code>
/// <para>Takes one of the addresses of a name out of its record.</para>
/// </example>
/// <seealso cref="GetPgPrivateDnsRecordCommand"/>
/// <seealso cref="RemovePgPrivateEndpointCommand"/>
[Cmdlet(VerbsCommon.Remove, "PgPrivateDnsRecord",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ById)]
[OutputType(typeof(PgRemoval))]
public sealed class RemovePgPrivateDnsRecordCommand : SubscriptionCmdlet
{
    private const string ById = nameof(ById);
    private const string ByHostName = nameof(ByHostName);

    /// <summary>The resource id of the A record set.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById, ValueFromPipelineByPropertyName = true)]
    [Alias("RecordId", "ResourceId")]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? Id { get; set; }

    /// <summary>The public host name that the record serves.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByHostName, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    [PastedText]
    public string? HostName { get; set; }

    /// <summary>The zone. The default is any of the subscription that serves the name.</summary>
    [Parameter(ParameterSetName = ByHostName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ZoneNameCompleter))]
    [PastedText]
    public string? ZoneName { get; set; }

    /// <summary>The zone's resource group. The default is any.</summary>
    [Parameter(ParameterSetName = ByHostName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ResourceGroupName { get; set; }

    /// <summary>The addresses that go. The default is all.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string[]? IpAddress { get; set; }

    /// <summary>Also removes the zone and its links, where this module made them and nobody uses the zone then.</summary>
    [Parameter]
    public SwitchParameter IncludeZone { get; set; }

    /// <summary>
    /// Zones that may go as well although this module did not make them, with all their links, where no other record and no zone group uses
    /// them.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    [PastedText]
    public string[]? PrivateDnsZoneId { get; set; }

    /// <summary>Also removes a record that the zone group of an endpoint in use keeps.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// How long to wait for each of Azure's answers and for the end of each of its operations, in seconds. The default is 900.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 900;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override object? Input => Id ?? HostName;

    private protected override Task RunAsync(CommandHost host) => RemovePgPrivateDnsRecord.RunAsync(
        new()
        {
            Id = Id,
            HostName = HostName,
            ZoneName = ZoneName,
            ResourceGroupName = ResourceGroupName,
            SubscriptionId = ChosenSubscriptionId,
            // No address would mean the whole record, so an empty cell of a file stays the error that it is.
            IpAddress = IpAddress.Items() is { Length: > 0 } items ? items : IpAddress ?? [],
            IncludeZone = IncludeZone,
            PrivateDnsZoneId = PrivateDnsZoneId.Items(),
            Force = Force,
            Timeout = Patience,
        },
        host);
}
