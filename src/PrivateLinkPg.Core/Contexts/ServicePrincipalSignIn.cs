namespace PrivateLinkPg.Contexts;

/// <summary>A service principal, by whatever proves that it is the one.</summary>
/// <param name="applicationId">The application (client) id.</param>
internal abstract class ServicePrincipalSignIn(string applicationId) : SignInMethod
{
    public override string AccountType => "ServicePrincipal";
    public override string Account => applicationId;

    /// <summary>The tenant, which must be told.</summary>
    private protected static string Required(string? tenant, AzureCloud cloud) =>
        cloud.Authority is null ? throw Failure.SignInEndpointUnknown(cloud.ResourceManager)
        : tenant ?? throw Failure.TenantMissing();
}

/// <summary>A service principal with a client secret.</summary>
internal sealed class SecretSignIn(string applicationId, string secret) : ServicePrincipalSignIn(applicationId)
{
    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) => new ClientSecretCredential(
        Required(tenant, cloud), Account, secret, Options(cloud));

    /// <summary>How it signs in to a cloud.</summary>
    internal static ClientSecretCredentialOptions Options(AzureCloud cloud) =>
        Configured(new ClientSecretCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) }, cloud);
}

/// <summary>A service principal with a certificate.</summary>
internal sealed class CertificateSignIn(string applicationId, ClientCertificate certificate) : ServicePrincipalSignIn(applicationId)
{
    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) => new ClientCertificateCredential(
        Required(tenant, cloud), Account, certificate.Load(), Options(cloud));

    /// <summary>How it signs in to a cloud.</summary>
    internal static ClientCertificateCredentialOptions Options(AzureCloud cloud) =>
        Configured(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) }, cloud);
}

/// <summary>A service principal that trusts another issuer's token (GitHub Actions, Azure DevOps, Kubernetes).</summary>
/// <param name="applicationId">The application (client) id.</param>
/// <param name="assertion">Gives the other issuer's token, anew for each sign-in.</param>
internal sealed class FederatedSignIn(string applicationId, Func<CancellationToken, Task<string>> assertion)
    : ServicePrincipalSignIn(applicationId)
{
    /// <summary>A token in hand. It lives some minutes, so later renewals need a new Connect-PgAzure.</summary>
    public static FederatedSignIn WithToken(string applicationId, string token) => new(applicationId, _ => Task.FromResult(token));

    /// <summary>A token in a file that somebody else keeps fresh.</summary>
    public static FederatedSignIn WithFile(string applicationId, string path) => new(applicationId, async cancellation =>
    {
        try
        {
            return (await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure.FileUnusable(path, e.Message, e);
        }
    });

    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) => new ClientAssertionCredential(
        Required(tenant, cloud), Account, assertion, Options(cloud));

    /// <summary>How it signs in to a cloud.</summary>
    internal static ClientAssertionCredentialOptions Options(AzureCloud cloud) =>
        Configured(new ClientAssertionCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) }, cloud);
}
