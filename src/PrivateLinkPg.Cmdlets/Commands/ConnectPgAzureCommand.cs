using System.Security;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Signs in to Azure for the commands of this module, on hosts without Az PowerShell.</summary>
/// <remarks>
/// <para>Signs in as a managed identity, a service principal, with an access token or as Azure CLI's account, asks Azure for a token and
/// for the subscriptions that the account can see, and keeps the context for later commands in this runspace. When the sign-in
/// fails, an earlier context stays in use. Other runspaces (ForEach-Object -Parallel, jobs) do not see it: pass it to them with
/// -DefaultProfile.</para>
/// <para>Without a way to sign in, what the environment offers is tried in this order: environment variables (AZURE_CLIENT_ID,
/// AZURE_TENANT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH), workload identity, managed identity, Azure CLI. The same is
/// tried by each command that finds no context, but then anew each time; after this command its tokens are kept and renewed.</para>
/// <para>With Az PowerShell this command is not needed: without it, the current context of Connect-AzAccount is used.</para>
/// </remarks>
/// <example>
/// <code>Connect-PgAzure -Identity -Subscription development</code>
/// <para>Signs in as the managed identity of the virtual machine, app or Automation account that this runs on.</para>
/// </example>
/// <example>
/// <code>Connect-PgAzure -ApplicationId $env:AZURE_CLIENT_ID -Tenant $env:AZURE_TENANT_ID -FederatedToken $token</code>
/// <para>Signs in as a service principal that trusts the token of a build service, so that no secret needs to be kept.</para>
/// </example>
/// <example>
/// <code>Connect-PgAzure -Credential (Get-Credential) -Tenant contoso.onmicrosoft.com -Environment AzureUSGovernment</code>
/// <para>Signs in to Azure US Government with an application id and its client secret.</para>
/// </example>
/// <example>
/// <code>$production = Connect-PgAzure -ApplicationId $id -Tenant $tenant -CertificatePath ./deploy.pfx -Subscription production
/// Get-PgEndpointIp -Name vnet-client-pg-orders-pe -ResourceGroupName rg-client -DefaultProfile $production</code>
/// <para>Keeps the context in a variable, to use it beside others.</para>
/// </example>
/// <seealso cref="GetPgAzureContextCommand"/>
/// <seealso cref="DisconnectPgAzureCommand"/>
[Cmdlet(VerbsCommunications.Connect, "PgAzure", DefaultParameterSetName = DefaultSet)]
[OutputType(typeof(PgAzureContext))]
public sealed class ConnectPgAzureCommand : PrivateLinkCmdlet
{
    private const string DefaultSet = "Default";
    private const string IdentitySet = "ManagedIdentity";
    private const string SecretSet = "ClientSecret";
    private const string FileSet = "CertificateFile";
    private const string StoreSet = "CertificateStore";
    private const string FederatedSet = "FederatedToken";
    private const string FederatedFileSet = "FederatedTokenFile";
    private const string TokenSet = "AccessToken";
    private const string CliSet = "AzureCli";

    /// <summary>Signs in as the managed identity of the machine, app, Automation account or pod that this runs on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdentitySet)]
    [Alias("MSI", "ManagedService")]
    public SwitchParameter Identity { get; set; }

    /// <summary>The client id or the resource id of a user-assigned managed identity. Without it the system-assigned one is used.</summary>
    [Parameter(ParameterSetName = IdentitySet)]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? AccountId { get; set; }

    /// <summary>The application (client) id of a service principal as user name, and its client secret as password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The application (client) id of a service principal.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [Parameter(Mandatory = true, ParameterSetName = StoreSet)]
    [Parameter(Mandatory = true, ParameterSetName = FederatedSet)]
    [Parameter(Mandatory = true, ParameterSetName = FederatedFileSet)]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? ApplicationId { get; set; }

    /// <summary>A PKCS#12 (.pfx, .p12) or PEM file with the service principal's certificate and its private key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The password of the certificate file.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The SHA-1 thumbprint of the service principal's certificate in the personal store of the user or the machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? CertificateThumbprint { get; set; }

    /// <summary>
    /// A token of another issuer that the service principal trusts, as text or SecureString (GitHub Actions, Azure DevOps). It lives
    /// for some minutes, and the sign-in it gives for about an hour.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = FederatedSet)]
    [Alias("ClientAssertion")]
    [ValidateNotNullOrEmpty]
    public object? FederatedToken { get; set; }

    /// <summary>A file with such a token, which is read again for each renewal (Kubernetes workload identity).</summary>
    [Parameter(Mandatory = true, ParameterSetName = FederatedFileSet)]
    [ValidateNotNullOrEmpty]
    public string? FederatedTokenFile { get; set; }

    /// <summary>
    /// An access token for Azure Resource Manager: text, a SecureString, or the output of Get-AzAccessToken. It cannot be renewed.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public object? AccessToken { get; set; }

    /// <summary>An access token for Azure Database for PostgreSQL, for tests that sign in to the database as an Entra user.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public object? PostgreSqlAccessToken { get; set; }

    /// <summary>Signs in as the account of Azure CLI (az login), with its default subscription.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CliSet)]
    public SwitchParameter AzureCli { get; set; }

    /// <summary>The id or domain of the tenant to sign in to. A service principal needs it.</summary>
    [Parameter]
    [Alias("TenantId", "Domain")]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? Tenant { get; set; }

    /// <summary>The id or name of the subscription where names are looked up. The default is the first enabled one.</summary>
    [Parameter]
    [Alias("SubscriptionId", "SubscriptionName")]
    [ValidateNotNullOrEmpty]
    [PastedText]
    public string? Subscription { get; set; }

    /// <summary>The Azure to sign in to: AzureCloud (the default), AzureUSGovernment or AzureChinaCloud.</summary>
    [Parameter]
    [Alias("EnvironmentName")]
    [ValidateSet("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")]
    public string? Environment { get; set; }

    /// <summary>
    /// The https endpoint of Azure Resource Manager of another Azure, which is asked for its other endpoints. Takes the place of
    /// -Environment.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceManagerUrl { get; set; }

    /// <summary>
    /// A PEM file with certificate authorities to trust besides the system's, for Azure Resource Manager and the sign-in.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CaCertificate { get; set; }

    private protected override object? Input => ApplicationId ?? AccountId ?? Credential?.UserName;

    private protected override Task RunAsync(CommandHost host)
    {
        CloudChoice cloud = new(Environment, ResourceManagerUrl, FilePath(CaCertificate));
        return ConnectPgAzure.RunAsync(new(Method(), cloud, Subscription, Tenant), new RunspaceState(this), host);
    }

    private SignInMethod Method() => ParameterSetName switch
    {
        IdentitySet => new ManagedIdentitySignIn(AccountId),
        SecretSet => new SecretSignIn(Credential!.UserName, Credential.Password.Text()),
        FileSet => new CertificateSignIn(
            ApplicationId!,
            ClientCertificate.InFile(FilePath(CertificatePath)!, CertificatePassword?.Text())),
        StoreSet => new CertificateSignIn(ApplicationId!, ClientCertificate.InStore(CertificateThumbprint!)),
        FederatedSet => FederatedSignIn.WithToken(ApplicationId!, Token(FederatedToken, nameof(FederatedToken))!),
        FederatedFileSet => FederatedSignIn.WithFile(ApplicationId!, FilePath(FederatedTokenFile)!),
        TokenSet => new AccessTokenSignIn(
            Token(AccessToken, nameof(AccessToken))!,
            Token(PostgreSqlAccessToken, nameof(PostgreSqlAccessToken))),
        CliSet => AzureCliSignIn.OfUser(),
        _ => new DefaultSignIn(),
    };

    private string? Token(object? given, string parameter) =>
        given is null ? null : EngineSession.Az(this).Token(EngineSession.Plain(given)) ?? throw Failure.AccessTokenInvalid(parameter);
}
