namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Gets the private addresses of a private endpoint.</summary>
/// <remarks>
/// <para>Reads the address where Azure keeps it, in this order: the endpoint's network interface, the record sets of its zone group, its
/// customDnsConfigs. Source says which it was. An endpoint has an address even while its connection is Pending, so an address alone
/// proves nothing: Test-PgPrivateConnection does.</para>
/// </remarks>
/// <example>
/// <code>Get-PgEndpointIp -ResourceGroupName rg-client -Name vnet-client-pg-orders-pe</code>
/// <para>Shows the addresses of one endpoint.</para>
/// </example>
/// <example>
/// <code>Get-AzPrivateEndpoint | Get-PgEndpointIp | Format-Table EndpointName, IpAddress, HostName</code>
/// <para>Shows the addresses of all endpoints, and the host name that each must be reached by.</para>
/// </example>
/// <seealso cref="NewPgPrivateEndpointCommand"/>
/// <seealso cref="NewPgPrivateDnsRecordCommand"/>
[Cmdlet(VerbsCommon.Get, "PgEndpointIp", DefaultParameterSetName = ById)]
[OutputType(typeof(PgEndpointIp))]
public sealed class GetPgEndpointIpCommand : EndpointCmdlet
{
    /// <summary>
    /// The piped object as a whole. HostName, ZoneName, ZoneResourceGroupName and LinkedVirtualNetworkId, which a row of a plan said, go
    /// along with the output to New-PgPrivateDnsRecord.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    private protected override object? Piped => InputObject;

    private protected override Task RunAsync(CommandHost host) =>
        GetPgEndpointIp.RunAsync(new(EndpointId, Name, ResourceGroupName, PlanRow.Name(InputObject)), host);
}
