namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Writes the request that a vendor needs to make its side of a private link.</summary>
/// <remarks>
/// <para>For dbt it fills in the form of dbt Support for Azure Database for PostgreSQL flexible servers: name and region are read from
/// Azure, and a server that takes no private endpoints is refused, so that the vendor does not ask in vain. For BigAnimal it gives what EDB
/// asks for: the subscriptions that will connect.</para>
/// <para>Nothing is sent and nothing is changed. After the vendor has answered, Wait-PgEndpointConnection waits for dbt's connection, and
/// New-PgPrivateEndpoint takes the alias that EDB gives.</para>
/// </remarks>
/// <example>
/// <code>New-PgPrivateLinkRequest -Vendor dbt -Target $server.Id -Environment EMEA | Set-Clipboard</code>
/// <para>Copies the filled-in request, to be pasted into a ticket of dbt Support.</para>
/// </example>
/// <example>
/// <code>New-PgPrivateLinkRequest -Vendor BigAnimal -SubscriptionId $test, $production -Format Markdown</code>
/// <para>Shows what EDB must know so that two subscriptions can connect.</para>
/// </example>
/// <seealso cref="WaitPgEndpointConnectionCommand"/>
/// <seealso cref="GetPgPrivateLinkTargetCommand"/>
[Cmdlet(VerbsCommon.New, "PgPrivateLinkRequest")]
[OutputType(typeof(string), typeof(PgPrivateLinkRequest))]
public sealed class NewPgPrivateLinkRequestCommand : AzureCmdlet
{
    /// <summary>
    /// Who is asked: dbt (dbt platform, multi-tenant, connects to your server) or BigAnimal (you connect to EDB's account).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateSet("dbt", "BigAnimal")]
    public string Vendor { get; set; } = "";

    /// <summary>For dbt: the resource id of the flexible server.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "TargetId", "ResourceId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string? Target { get; set; }

    /// <summary>For dbt: the Azure multi-tenant environment of your dbt account, such as US or EMEA.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Environment { get; set; }

    /// <summary>For dbt: the address of your dbt account, which newer forms ask for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccountUrl { get; set; }

    /// <summary>For BigAnimal: the cluster, once it exists.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? ClusterId { get; set; }

    /// <summary>For BigAnimal: the subscriptions that will connect. The default is the context's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    [PastedText]
    public Guid[]? SubscriptionId { get; set; }

    /// <summary>How it is written: Text (the default), Markdown, or Object with each field.</summary>
    [Parameter]
    [ValidateSet("Text", "Markdown", "Object")]
    public string Format { get; set; } = "Text";

    private protected override object? Input => Target ?? Vendor;

    private protected override Task RunAsync(CommandHost host) => NewPgPrivateLinkRequest.RunAsync(
        new(Vendor, Target, Environment, AccountUrl, ClusterId, SubscriptionId.Texts(), Format), host);
}
