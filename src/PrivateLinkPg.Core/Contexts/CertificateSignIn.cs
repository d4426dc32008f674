using Azure.Identity;

namespace PrivateLinkPg.Contexts;

/// <summary>A service principal with a certificate.</summary>
internal sealed class CertificateSignIn(string applicationId, ClientCertificate certificate) : SignInMethod
{
    public override string AccountType => "ServicePrincipal";
    public override string Account => applicationId;

    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) => new ClientCertificateCredential(
        Required(tenant, cloud), applicationId, certificate.Load(),
        Configured(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) }, cloud));
}
