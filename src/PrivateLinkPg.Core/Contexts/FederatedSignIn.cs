using Azure.Identity;

namespace PrivateLinkPg.Contexts;

/// <summary>A service principal that trusts another issuer's token (GitHub Actions, Azure DevOps, Kubernetes).</summary>
/// <param name="applicationId">The application (client) id.</param>
/// <param name="assertion">Gives the other issuer's token, anew for each sign-in.</param>
internal sealed class FederatedSignIn(string applicationId, Func<CancellationToken, Task<string>> assertion) : SignInMethod
{
    public override string AccountType => "ServicePrincipal";
    public override string Account => applicationId;

    /// <summary>A token in hand. It lives some minutes, so later renewals need a new Connect-PgAzure.</summary>
    public static FederatedSignIn WithToken(string applicationId, string token) => new(applicationId, _ => Task.FromResult(token));

    /// <summary>A token in a file that somebody else keeps fresh.</summary>
    /// <param name="applicationId">The application (client) id.</param>
    /// <param name="path">The full path.</param>
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
        Required(tenant, cloud), applicationId, assertion,
        Configured(new ClientAssertionCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) }, cloud));
}
