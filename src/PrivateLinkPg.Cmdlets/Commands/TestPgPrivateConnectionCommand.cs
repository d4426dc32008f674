using System.Security;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Proves that a PostgreSQL server is reached privately and verified, or tells why not.</summary>
/// <remarks>
/// <para>Walks the path of a client step by step: name, address, TCP, PostgreSQL's upgrade to TLS, certificate, sign-in, query. Each step
/// is timed; the first that fails decides the cause, and the output names the command that mends it (about_PrivateLinkPg_Causes has them
/// all). The result is output, not an error: look at Status (Passed or Failed), or use -Quiet for a truth value.</para>
/// <para>It passes exactly where psql connects with the same sslmode, and it asks for more: the name must lead to a private address, or to
/// the expected one where -ExpectedIpAddress (or a piped record) says which. Where DNS is wrong, the expected address is tried under the
/// server's name all the same, so that a fault of DNS is told from a fault of the path.</para>
/// <para>Certificates are held to what psql asks for with OpenSSL's security level 2, whatever this machine's own TLS would take: RSA keys
/// of 2048 bits and curves of 224, SHA-224 or better below the root, and usages that allow a TLS server.</para>
/// <para>Without -Credential, -EntraUser and -UserName the test ends after the certificate; SignIn and Query are Skipped then. -NoSignIn
/// says in a script that this is meant.</para>
/// <para>A result is shown as a report, with a line for each step. In a script that has written other objects, PowerShell shows a short
/// list instead: Format-Custom gives the report there, and Format-Table a line for each of many results.</para>
/// <para>One connection is made to the server, besides a bare TCP connection and, where its certificate is signed with Ed25519, one that
/// asks how to sign in. Passwords and tokens appear in no stream.</para>
/// </remarks>
/// <example>
/// <code>Test-PgPrivateConnection pg-orders.postgres.database.azure.com</code>
/// <para>Tests the path as far as the certificate, by this machine's own DNS.</para>
/// </example>
/// <example>
/// <code>$record | Test-PgPrivateConnection -Credential (Get-Credential) -Database orders</code>
/// <para>Takes host name and expected address from a piped record (of New-PgPrivateDnsRecord or Get-PgEndpointIp), signs in and runs a
/// query.</para>
/// </example>
/// <example>
/// <code>Test-PgPrivateConnection pg-orders.postgres.database.azure.com -DnsServer 10.0.0.4 -ExpectedIpAddress 10.0.1.4 `
///     -EntraUser ops@contoso.com -Diagnose</code>
/// <para>Asks one DNS server, signs in with an Entra token of the current context, and lets Azure say what is wrong if something is.</para>
/// </example>
/// <example>
/// <code>Test-PgPrivateConnection pg-orders.postgres.database.azure.com -DnsServer 10.0.0.4 -UserName app `
///     -ClientCertificate app.crt -ClientKey app.key -RootCertificate root.crt</code>
/// <para>Signs in by a client certificate alone. With a password as well, pass -Credential instead of -UserName.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-PgPrivateConnection $name -NoSignIn -Quiet)) { throw "$name is not reached privately" }</code>
/// <para>Guards a deployment.</para>
/// </example>
/// <seealso cref="NewPgPrivateDnsRecordCommand"/>
/// <seealso cref="GetPgEndpointIpCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "PgPrivateConnection", DefaultParameterSetName = WithoutSignIn)]
[OutputType(typeof(PgConnectionTest), typeof(bool))]
public sealed class TestPgPrivateConnectionCommand : AzureCmdlet
{
    private const string WithoutSignIn = nameof(WithoutSignIn);
    private const string WithPassword = nameof(WithPassword);
    private const string WithEntra = nameof(WithEntra);
    private const string WithoutPassword = nameof(WithoutPassword);

    /// <summary>The name that clients connect to: the server's public name, also where it leads to a private address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    [PastedText]
    public string? HostName { get; set; }

    /// <summary>The TCP port. The default is 5432; a flexible server's PgBouncer listens on 6432.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 5432;

    /// <summary>Where the name must lead: any of these addresses. Without it, any private address will do.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IpAddress")]
    [PastedText]
    public string[]? ExpectedIpAddress { get; set; }

    /// <summary>
    /// The DNS server to ask instead of the system's: an address with or without a port (10.0.0.4, 10.0.0.4:5353, [fd00::4]:53). It also
    /// shows the aliases gone through. Empty, as in a piped result or a row that names none, asks the system's.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PastedText]
    public string? DnsServer { get; set; }

    /// <summary>The database to open. The default is postgres.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Database { get; set; } = "postgres";

    /// <summary>The role and its password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithPassword)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The role to sign in to with an Entra token, which is fetched from the context of this command.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithEntra)]
    [ValidateNotNullOrEmpty]
    public string? EntraUser { get; set; }

    /// <summary>
    /// The role to sign in to without a password: by -ClientCertificate alone, as pg_hba.conf's method cert has it.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = WithoutPassword)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>Ends after the certificate. This is also what happens where nobody is named who signs in.</summary>
    [Parameter(ParameterSetName = WithoutSignIn)]
    public SwitchParameter NoSignIn { get; set; }

    /// <summary>
    /// How the certificate is checked, as PostgreSQL means it. The default is VerifyFull: trusted, in its time, and of that name.
    /// </summary>
    [Parameter]
    public PgSslMode SslMode { get; set; } = PgSslMode.VerifyFull;

    /// <summary>
    /// How client and server come to TLS, as libpq's sslnegotiation. The default is Postgres; Direct is what servers take from PostgreSQL
    /// 17 on.
    /// </summary>
    [Parameter]
    public PgSslNegotiation SslNegotiation { get; set; }

    /// <summary>
    /// A file with the only root certificates to trust, PEM or DER. The default is the system's. With -SslMode Require it makes the chain
    /// count, as with psql.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RootCertificate { get; set; }

    /// <summary>
    /// A file with the certificate that the client shows to a server which asks for one: PFX, or PEM with the certificate first and its
    /// intermediates after it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientCertificate { get; set; }

    /// <summary>The PEM file with the private key of -ClientCertificate, where that file does not hold it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientKey { get; set; }

    /// <summary>The password of the PFX file, or of an encrypted key.</summary>
    [Parameter]
    public SecureString? ClientKeyPassword { get; set; }

    /// <summary>
    /// How long the whole command may take for one input, in seconds, with the token of -EntraUser and the questions of -Diagnose, for
    /// which a third is kept. A step may use up what is left. The default is 15.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>
    /// How many piped inputs are tested at once, each with sockets and processors of this machine, and at most how many requests to Azure
    /// are under way. The default is 16.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public override int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// Asks Azure as well: endpoint, connection, server, zones, links, records, peerings, routes and security rules. Where the test fails,
    /// for the cause; where it passes, for what may fail next.
    /// </summary>
    [Parameter]
    public SwitchParameter Diagnose { get; set; }

    /// <summary>
    /// How often to test, one time after the other, for what comes and goes: it passes where all do, and the output has the latencies. The
    /// default is 1.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Count { get; set; } = 1;

    /// <summary>
    /// For how many days more the server's certificate shall be valid; else the test fails with CertificateEndsSoon. By default it shall be
    /// valid now, and a notice tells of its last 30 days.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int? MinimumValidDays { get; set; }

    /// <summary>Gives $true or $false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The resource id of the private endpoint that is tested, for -Diagnose.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [PastedText]
    public string? EndpointId { get; set; }

    /// <summary>The resource id, or the alias, of the target behind it, for -Diagnose.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [PastedText]
    public string? TargetId { get; set; }

    /// <summary>The resource id of the clients' virtual network, for -Diagnose. The default is the endpoint's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VirtualNetworkCompleter))]
    [PastedText]
    public string? VirtualNetworkId { get; set; }

    private protected override object? Input => HostName;

    private protected override Task RunAsync(CommandHost host) => TestPgPrivateConnection.RunAsync(
        new()
        {
            HostName = HostName,
            Port = Port,
            ExpectedIpAddress = ExpectedIpAddress.Items(),
            DnsServer = DnsServer.OrNull(),
            Database = Database,
            Credential = Credential is not null ? new(Credential.UserName, Credential.Password.Text(), IsToken: false)
                : UserName is not null ? new(UserName, "", IsToken: false) : null,
            EntraUser = EntraUser,
            SslMode = SslMode,
            SslNegotiation = SslNegotiation,
            RootCertificate = FilePath(RootCertificate),
            ClientCertificate = FilePath(ClientCertificate),
            ClientKey = FilePath(ClientKey),
            ClientKeyPassword = ClientKeyPassword is null ? null : new(ClientKeyPassword.Text()),
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            Diagnose = Diagnose,
            Quiet = Quiet,
            Count = Count,
            MinimumValidDays = MinimumValidDays,
            EndpointId = EndpointId.OrNull(),
            TargetId = TargetId.OrNull(),
            VirtualNetworkId = VirtualNetworkId.OrNull(),
        },
        host);
}
