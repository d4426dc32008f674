namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>A command on one private endpoint: it is named the same way in all of them.</summary>
public abstract class EndpointCmdlet : SubscriptionCmdlet
{
    private protected const string ById = nameof(ById);
    private protected const string ByName = nameof(ByName);

    /// <summary>The endpoint's resource id.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "PrivateEndpointId", "ResourceId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [PastedText]
    public string? EndpointId { get; set; }

    /// <summary>The endpoint's name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [PastedText]
    public string? Name { get; set; }

    /// <summary>The endpoint's resource group.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResourceGroupCompleter))]
    [PastedText]
    public string? ResourceGroupName { get; set; }

    private protected sealed override object? Input => EndpointId ?? Name;
}
