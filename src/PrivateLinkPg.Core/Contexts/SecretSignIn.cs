using Azure.Identity;

namespace PrivateLinkPg.Contexts;

/// <summary>A service principal with a client secret.</summary>
internal sealed class SecretSignIn(string applicationId, string secret) : SignInMethod
{
    public override string AccountType => "ServicePrincipal";
    public override string Account => applicationId;

    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) => new ClientSecretCredential(
        Required(tenant, cloud), applicationId, secret,
        Configured(new ClientSecretCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) }, cloud));
}
