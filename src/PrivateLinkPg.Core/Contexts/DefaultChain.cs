namespace PrivateLinkPg.Contexts;

/// <summary>The last source: Azure.Identity's chain of environment variables, workload identity, managed identity and Azure CLI.</summary>
/// <param name="variable">Reads an environment variable; null or empty where it is not set.</param>
/// <param name="credential">Makes the chain for a cloud.</param>
/// <param name="clock">For the renewal of tokens.</param>
internal sealed class DefaultChain(Func<string, string?> variable, Func<AzureCloud, TokenCredential> credential, TimeProvider clock)
{
    /// <summary>The chain of this process.</summary>
    public static DefaultChain OfProcess { get; } = new(
        Environment.GetEnvironmentVariable, cloud => new DefaultSignIn().Credential(cloud, null, TimeProvider.System), TimeProvider.System);

    /// <summary>A chain that offers nothing.</summary>
    public static DefaultChain None { get; } = new(
        _ => null, _ => DelegatedTokenCredential.Create((_, _) => throw new CredentialUnavailableException("It is not asked.")),
        TimeProvider.System);

    /// <summary>Signs in with the first of the chain that can.</summary>
    /// <exception cref="CredentialUnavailableException">None of them has what it needs.</exception>
    /// <exception cref="AuthenticationFailedException">One had it, and was refused.</exception>
    public async Task<SignedInContext> SignInAsync(CancellationToken cancellation)
    {
        AzureCloud cloud = Cloud();
        RenewingCredential renewing = new(credential(cloud), clock);
        AccessToken token = await renewing.GetTokenAsync(TokenScope.For(cloud.Audience), cancellation).ConfigureAwait(false);
        TokenClaims claims = TokenClaims.Read(token.Token);
        return new(renewing)
        {
            Cloud = cloud,
            Account = claims.Account ?? "default credential",
            AccountType = "Default",
            TenantId = claims.TenantId ?? Value("AZURE_TENANT_ID"),
            SubscriptionId = Value("AZURE_SUBSCRIPTION_ID"),
        };
    }

    private AzureCloud Cloud() =>
        Uri.TryCreate(Value("AZURE_AUTHORITY_HOST"), UriKind.Absolute, out Uri? authority)
            ? AzureCloud.Known.FirstOrDefault(cloud => cloud.Authority!.Host == authority.Host)
                ?? AzureCloud.Public with { Authority = authority }
            : AzureCloud.Public;

    private string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
