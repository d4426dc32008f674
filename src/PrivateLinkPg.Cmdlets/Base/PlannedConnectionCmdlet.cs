namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>
/// A command on connections between the making of an endpoint and the writing of its record: what a row of a plan says about the host name
/// goes along. Not in the set that takes no piped input: with a parameter in all sets that does, the engine settles on the default one.
/// </summary>
public abstract class PlannedConnectionCmdlet : ConnectionCmdlet
{
    /// <summary>The host name of a row of a plan, which goes along with the output to New-PgPrivateDnsRecord.</summary>
    [Parameter(ParameterSetName = ById, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [Parameter(ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    [PastedText]
    public string? HostName { get; set; }

    /// <summary>The zone of a row of a plan, which goes along with the output to New-PgPrivateDnsRecord.</summary>
    [Parameter(ParameterSetName = ById, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [Parameter(ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ArgumentCompleter(typeof(ZoneNameCompleter))]
    [PastedText]
    public string? ZoneName { get; set; }

    /// <summary>The zone's resource group of a row of a plan, which goes along with the output to New-PgPrivateDnsRecord.</summary>
    [Parameter(ParameterSetName = ById, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [Parameter(ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [PastedText]
    public string? ZoneResourceGroupName { get; set; }

    /// <summary>More virtual networks of a row of a plan, which go along with the output to New-PgPrivateDnsRecord.</summary>
    [Parameter(ParameterSetName = ById, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [Parameter(ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [PastedText]
    public string[]? LinkedVirtualNetworkId { get; set; }

    private protected override object? Piped => Input;

    private protected PlannedName Planned =>
        new(HostName.OrNull(), ZoneName.OrNull(), ZoneResourceGroupName.OrNull(), LinkedVirtualNetworkId.Items());
}
