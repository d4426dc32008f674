namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Removes a private endpoint and, with -IncludeDns, what only it uses in private DNS.</summary>
/// <remarks>
/// <para>-IncludeDns takes the endpoint's addresses out of records, and then the links and zones without records that this module made for
/// it, or for endpoints that are gone too. What this module made for other endpoints or for none, what others made, and what others have
/// put into a record stays; a warning tells which zone is left and why, and -PrivateDnsZoneId names those that may go all the same.</para>
/// <para>Where zone groups of two endpoints share a record, Azure takes the record away with either of them: it is written again for the
/// one that stays (Restored).</para>
/// <para>Locks are looked for and all questions asked before the first change. Links go first, so that clients find the public name again
/// at once, and the endpoint goes last: after Ctrl+C the same line goes on where it stopped. Where Azure refuses a step, what went before
/// is put back (Restored), and the error says so. Each thing that goes is shown by -WhatIf, and reported. A zone whose last records two
/// sessions take at once is looked at once more at the end.</para>
/// </remarks>
/// <example>
/// <code>Remove-PgPrivateEndpoint -ResourceGroupName rg-client -Name vnet-client-pg-orders-pe -IncludeDns -WhatIf</code>
/// <para>Shows everything that would go with an endpoint.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateEndpoint -Target p-mckwlbakq5-rw-internal-lb | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false</code>
/// <para>Takes a BigAnimal cluster back to its public network: all endpoints to it, with their records, links and zones.</para>
/// </example>
/// <example>
/// <code>Get-PgPrivateEndpoint -State Disconnected | Remove-PgPrivateEndpoint -IncludeDns -DnsSubscriptionId $connectivity</code>
/// <para>Removes endpoints whose owners have cut the connection, with their records in the zones of another subscription.</para>
/// </example>
/// <seealso cref="GetPgPrivateEndpointCommand"/>
/// <seealso cref="RemovePgPrivateDnsRecordCommand"/>
[Cmdlet(VerbsCommon.Remove, "PgPrivateEndpoint",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ById)]
[OutputType(typeof(PgRemoval))]
public sealed class RemovePgPrivateEndpointCommand : EndpointCmdlet
{
    /// <summary>Also removes the records, links and zones that nobody else uses.</summary>
    [Parameter]
    public SwitchParameter IncludeDns { get; set; }

    /// <summary>
    /// Zones that may go as well although this module did not make them, with all their links, where no other record and no zone group uses
    /// them.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    [PastedText]
    public string[]? PrivateDnsZoneId { get; set; }

    /// <summary>Subscriptions with private DNS zones to look through, besides the endpoint's and the context's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    [PastedText]
    public Guid[]? DnsSubscriptionId { get; set; }

    /// <summary>Returns as soon as Azure has accepted the removal of the endpoint itself.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>
    /// How long to wait for each of Azure's answers and for the end of each of its operations, in seconds. The default is 900.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 900;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override Task RunAsync(CommandHost host) => RemovePgPrivateEndpoint.RunAsync(
        new()
        {
            Id = EndpointId,
            Name = Name,
            ResourceGroupName = ResourceGroupName,
            IncludeDns = IncludeDns,
            PrivateDnsZoneId = PrivateDnsZoneId.Items(),
            DnsSubscriptionId = DnsSubscriptionId.Texts(),
            NoWait = NoWait,
            Timeout = Patience,
        },
        host);
}
