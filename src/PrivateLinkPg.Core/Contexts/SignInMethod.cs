namespace PrivateLinkPg.Contexts;

/// <summary>One way in which Connect-PgAzure signs in. Classes, not records: what is in them must not print itself.</summary>
internal abstract class SignInMethod
{
    /// <summary>User, ServicePrincipal, ManagedIdentity, AccessToken or Default.</summary>
    public abstract string AccountType { get; }

    /// <summary>The account as the user named it, or null where only the token tells.</summary>
    public virtual string? Account => null;

    /// <summary>The subscription that the method's own settings name as the default, or null.</summary>
    public virtual string? DefaultSubscription => null;

    /// <summary>The credential, not yet asked for a token.</summary>
    /// <exception cref="CommandFailedException">What the user gave cannot be used.</exception>
    public abstract TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock);

    /// <summary>Options with the transport that trusts what the cloud trusts.</summary>
    private protected static T Configured<T>(T options, AzureCloud cloud) where T : TokenCredentialOptions
    {
        options.Transport = TrustedTransport.For(cloud.CaCertificate);
        if (cloud.Authority is not null) options.AuthorityHost = cloud.Authority;
        return options;
    }

    /// <summary>True where the public list of authorities does not know this one, so that asking it would fail.</summary>
    private protected static bool IsPrivate(AzureCloud cloud) =>
        !AzureCloud.Known.Any(known => known.Authority!.Host == cloud.Authority?.Host);
}
