namespace PrivateLinkPg.Contexts;

/// <summary>Tokens that the user brings. They cannot be renewed.</summary>
/// <param name="resourceManager">The token for Azure Resource Manager.</param>
/// <param name="postgreSql">The token for signing in to PostgreSQL, or null.</param>
internal sealed class AccessTokenSignIn(string resourceManager, string? postgreSql) : SignInMethod
{
    public override string AccountType => "AccessToken";

    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) =>
        new Given(resourceManager, postgreSql, cloud.PostgreSqlAudience, clock);

    private sealed class Given(string resourceManager, string? postgreSql, string postgreSqlAudience, TimeProvider clock) : TokenCredential
    {
        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            string resource = TokenScope.Resource(requestContext);
            string token = resource != postgreSqlAudience ? resourceManager : postgreSql ?? throw Failure.PostgreSqlTokenMissing(resource);
            // An opaque token does not tell; the resource will.
            DateTimeOffset expiresOn = TokenClaims.Read(token).ExpiresOn ?? clock.GetUtcNow().AddHours(1);
            if (expiresOn <= clock.GetUtcNow()) throw Failure.AccessTokenExpired(resource, expiresOn);
            // Azure cannot be told more than the token says, so a challenge is the end of it.
            if (requestContext.Claims is { Length: > 0 }) throw Failure.AccessTokenRefused(resource);
            return new AccessToken(token, expiresOn);
        }
    }
}
