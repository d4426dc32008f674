namespace PrivateLinkPg.Contexts;

/// <summary>
/// The managed identity of the machine, the app, the Automation account or the pod; Azure.Identity finds its endpoint by the environment.
/// </summary>
/// <param name="accountId">The client id or resource id of a user-assigned identity; null for the system-assigned.</param>
internal sealed class ManagedIdentitySignIn(string? accountId) : SignInMethod
{
    public override string AccountType => "ManagedIdentity";
    public override string? Account => accountId;

    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) =>
        new ManagedIdentityCredential(Configured(new ManagedIdentityCredentialOptions(Identity()), cloud));

    private ManagedIdentityId Identity() =>
        accountId is null ? ManagedIdentityId.SystemAssigned
        : Guid.TryParse(accountId, out _) ? ManagedIdentityId.FromUserAssignedClientId(accountId)
        : ResourceIdentifier.TryParse(accountId, out ResourceIdentifier? id)
            && id?.ResourceType == "Microsoft.ManagedIdentity/userAssignedIdentities"
            ? ManagedIdentityId.FromUserAssignedResourceId(id)
        : throw Failure.IdentityIdInvalid(accountId);
}
