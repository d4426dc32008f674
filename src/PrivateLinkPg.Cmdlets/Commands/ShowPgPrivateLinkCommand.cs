using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>
/// Draws the path from clients to a server: virtual network, DNS link and record, endpoint, connection, server, each with its state.
/// </summary>
/// <remarks>
/// <para>Asks Azure how each station stands and draws all piped endpoints as one picture, as Mermaid text or as an HTML page. The page is
/// one file that loads and runs nothing, with the picture as SVG and the same in words beside it: ids, and for what is wrong, the way
/// out.</para>
/// <para>Piped tests of Test-PgPrivateConnection become the last station of their paths. What the account may not read is shown as not
/// known.</para>
/// </remarks>
/// <example>
/// <code>Get-PgPrivateEndpoint | Show-PgPrivateLink -Path ./private-link.html | Invoke-Item</code>
/// <para>Draws the paths over all endpoints of the subscription and opens the page.</para>
/// </example>
/// <example>
/// <code>Show-PgPrivateLink $endpoint.Id</code>
/// <para>Gives the path over one endpoint as Mermaid text, for a wiki or an issue.</para>
/// </example>
/// <example>
/// <code>$record | Test-PgPrivateConnection -Credential $credential | Show-PgPrivateLink -Path ./orders.html</code>
/// <para>Draws a path with the steps of its test. The record is one of New-PgPrivateDnsRecord.</para>
/// </example>
/// <example>
/// <code>Show-PgPrivateLink $endpoint.Id -HostName p-abc.org1.biganimal.io -VirtualNetworkId $hub.Id, $spoke.Id</code>
/// <para>Draws how the clients of two other networks come to a server whose name Azure does not know.</para>
/// </example>
/// <seealso cref="GetPgEndpointIpCommand"/>
/// <seealso cref="NewPgPrivateDnsRecordCommand"/>
[Cmdlet(VerbsCommon.Show, "PgPrivateLink", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ShowPgPrivateLinkCommand : AzureCmdlet
{
    private readonly ShowPgPrivateLink _picture = new();

    /// <summary>The resource id of the private endpoint.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "PrivateEndpointId", "ResourceId")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [PastedText]
    public string? EndpointId { get; set; }

    /// <summary>A private endpoint, its id as text, or a test of Test-PgPrivateConnection.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// The name that clients connect to. The default is what Azure or the test tells; a Private Link service often tells none.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    [PastedText]
    public string? HostName { get; set; }

    /// <summary>The resource ids of the clients' virtual networks. The default is the endpoint's own network.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(VirtualNetworkCompleter))]
    [PastedText]
    public string[]? VirtualNetworkId { get; set; }

    /// <summary>Mermaid (text for Markdown) or Html (a page). The default is Mermaid, or Html for a file that ends in .html.</summary>
    [Parameter]
    [ValidateSet("Mermaid", "Html")]
    public string? Format { get; set; }

    /// <summary>The file to write; one that exists is replaced. Its file object is the output. Without it, the text is.</summary>
    [Parameter]
    [Alias("FilePath", "OutFile")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Leaves a file that exists alone and writes an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    private protected override object? Input => EndpointId ?? InputObject?.BaseObject;

    private protected override Task RunAsync(CommandHost host) => _picture.AddAsync(
        new()
        {
            EndpointId = EndpointId.OrNull() ?? InputObject?.BaseObject as string,
            HostName = HostName.OrNull(),
            VirtualNetworkId = VirtualNetworkId.Items(),
            Test = PipelineThread.Outside(() => PipedTest.Read(InputObject)) is { } test ? ShownTest.Of(test) : null,
        },
        host);

    private protected override bool JoinsInputs => true;

    private protected override Task FinishAsync(CommandHost host) =>
        _picture.WriteAsync(new(Format, FilePath(Path), NoClobber), host);
}
