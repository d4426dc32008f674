using PrivateLinkPg.Connections;

namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>A command on the connections of a target: they are named the same way in all of them.</summary>
public abstract class ConnectionCmdlet : AzureCmdlet
{
    private protected const string ById = nameof(ById);
    private protected const string ByEndpoint = nameof(ByEndpoint);
    private protected const string ByTarget = nameof(ByTarget);

    /// <summary>
    /// The resource id of a connection, of a private endpoint whose connection is meant, or of a target (with -Name or -RequestMessage).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ConnectionId", "ResourceId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [PastedText]
    public string? Id { get; set; }

    /// <summary>
    /// The resource id of the private endpoint whose connection is meant. With -Target the endpoint need not be readable, as in another
    /// tenant.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ByEndpoint)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [PastedText]
    public string? EndpointId { get; set; }

    /// <summary>The resource id of the server, cluster or Private Link service that was asked for connections.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByEndpoint)]
    [Alias("TargetId", "PrivateLinkServiceId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string? Target { get; set; }

    /// <summary>
    /// The connection's name, the part of it before the GUID that Azure adds (dbt finds dbt.&lt;guid&gt;), or a wildcard for all that
    /// match.
    /// </summary>
    [Parameter(ParameterSetName = ByTarget, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ById)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [PastedText]
    public string? Name { get; set; }

    /// <summary>
    /// What the requester wrote, in full or as a wildcard. It can be seen until the connection is decided, and later where the endpoint can
    /// be read. Anybody can write anything: -EndpointSubscriptionId says whose request is meant.
    /// </summary>
    [Parameter(ParameterSetName = ByTarget)]
    [Parameter(ParameterSetName = ById)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? RequestMessage { get; set; }

    /// <summary>
    /// The subscription of the private endpoint whose connection is meant, as Azure itself tells it; with -Name or -RequestMessage, only
    /// those that also match.
    /// </summary>
    [Parameter(ParameterSetName = ByTarget)]
    [Parameter(ParameterSetName = ById)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    [PastedText]
    public Guid? EndpointSubscriptionId { get; set; }

    private protected sealed override object? Input => Id ?? EndpointId ?? Target;

    private protected ConnectionSelection Selection =>
        new(Id, EndpointId, Target, Name, RequestMessage, EndpointSubscriptionId?.ToString());
}
