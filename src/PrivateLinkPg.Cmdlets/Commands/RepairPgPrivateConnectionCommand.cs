namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Mends a connection that Test-PgPrivateConnection found broken, as far as nobody else notices, and tests again.</summary>
/// <remarks>
/// <para>Tests the connection as Test-PgPrivateConnection -Diagnose does, runs the command that mends the first cause (the Command of its
/// Causes), tests again, and goes on until the test passes or what is left is left to people. Each command asks as it does by itself:
/// -WhatIf shows all that would be run, -Confirm asks for each.</para>
/// <para>It approves a connection that is Pending where this account sees the target, makes an endpoint again whose creation failed, makes
/// a missing zone, links the clients' network, writes a missing record, and brings a record up to date that was written for this endpoint.
/// It never changes what another network resolves: no record is written into a zone that other networks are linked to, none is replaced
/// that somebody else may need, and a server's first connection, after which Azure leads its public name to the private zone, is not
/// approved where that zone would hide the name from another network. Such a command is shown under Left with the reason (HeldBack), to
/// be run by whoever may decide it.</para>
/// <para>The tests end after the certificate: what is wrong with a sign-in no command mends. Pipe a result of Test-PgPrivateConnection and
/// its host name, port, DNS server, network, endpoint and root certificates are used again. Since resolvers keep answers, also the answer
/// that there is none, a name that was mended is asked for again for half a minute.</para>
/// <para>Results come in the order of the inputs, of which 16 are worked on at once.</para>
/// </remarks>
/// <example>
/// <code>Test-PgPrivateConnection pg-orders.postgres.database.azure.com -Diagnose | Repair-PgPrivateConnection -WhatIf</code>
/// <para>Shows what would be run, and what would be left.</para>
/// </example>
/// <example>
/// <code>$repair = Repair-PgPrivateConnection pg-orders.postgres.database.azure.com -DnsServer 10.0.0.4 -VirtualNetworkId $network.Id
/// $repair.Left | Format-List Code, Message, Remedy, HeldBack</code>
/// <para>Mends the way of that network to the server, and tells what is left to people.</para>
/// </example>
/// <seealso cref="TestPgPrivateConnectionCommand"/>
/// <seealso cref="NewPgPrivateDnsRecordCommand"/>
/// <seealso cref="ApprovePgEndpointConnectionCommand"/>
[Cmdlet(VerbsDiagnostic.Repair, "PgPrivateConnection", SupportsShouldProcess = true)]
[OutputType(typeof(PgConnectionRepair))]
public sealed class RepairPgPrivateConnectionCommand : AzureCmdlet
{
    /// <summary>The name that clients connect to: the server's public name, also where it leads to a private address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    [PastedText]
    public string? HostName { get; set; }

    /// <summary>The TCP port. The default is 5432.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 5432;

    /// <summary>Where the name must lead: any of these addresses. Without it, the endpoint's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string[]? ExpectedIpAddress { get; set; }

    /// <summary>
    /// The DNS server to ask instead of the system's, such as that of the clients' network: an address with or without a port.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string? DnsServer { get; set; }

    /// <summary>How the certificate is checked, as PostgreSQL means it. The default is VerifyFull.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public PgSslMode SslMode { get; set; } = PgSslMode.VerifyFull;

    /// <summary>How client and server come to TLS, as libpq's sslnegotiation. The default is Postgres.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public PgSslNegotiation SslNegotiation { get; set; }

    /// <summary>A file with the only root certificates to trust, PEM or DER. The default is the system's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? RootCertificate { get; set; }

    /// <summary>
    /// The resource id of the private endpoint. Without it, the one that lies in the network of -VirtualNetworkId, or has an address which
    /// the name leads to or should lead to. Nothing is changed for an endpoint that is merely one of the server's.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [PastedText]
    public string? EndpointId { get; set; }

    /// <summary>The resource id, or the alias, of the target behind it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string? TargetId { get; set; }

    /// <summary>The resource id of the clients' virtual network. The default is the endpoint's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VirtualNetworkCompleter))]
    [PastedText]
    public string? VirtualNetworkId { get; set; }

    /// <summary>How long each test may take, with its questions to Azure, in seconds. The default is 15.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TestTimeoutSec { get; set; } = 15;

    /// <summary>How long each change may take, and each of Azure's answers, in seconds. The default is 900.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 900;

    /// <summary>
    /// How many piped inputs are worked on at once, each with sockets and processors of this machine, and at most how many requests to
    /// Azure are under way. The default is 16.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public override int ThrottleLimit { get; set; } = 16;

    private protected override object? Input => HostName;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSec);

    private protected override Task RunAsync(CommandHost host) => RepairPgPrivateConnection.RunAsync(
        new(
            new()
            {
                HostName = HostName,
                Port = Port,
                ExpectedIpAddress = ExpectedIpAddress.Items(),
                DnsServer = DnsServer.OrNull(),
                SslMode = SslMode,
                SslNegotiation = SslNegotiation,
                RootCertificate = FilePath(RootCertificate.OrNull()),
                Timeout = TimeSpan.FromSeconds(TestTimeoutSec),
                Diagnose = true,
                EndpointId = EndpointId.OrNull(),
                TargetId = TargetId.OrNull(),
                VirtualNetworkId = VirtualNetworkId.OrNull(),
            },
            Patience),
        host);
}
