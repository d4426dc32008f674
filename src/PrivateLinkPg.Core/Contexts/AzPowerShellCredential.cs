namespace PrivateLinkPg.Contexts;

/// <summary>Tokens of Az PowerShell, asked for on the pipeline thread, the only one where PowerShell can be called.</summary>
internal sealed class AzPowerShellCredential(AzPowerShell az, AzPowerShellContext context, PipelineThread pipeline) : TokenCredential
{
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        // Get-AzAccessToken cannot pass a challenge on; asking again would bring the same token.
        if (requestContext.Claims is { Length: > 0 } claims) throw Failure.SignInChallenged(context.Account, claims);
        string resource = TokenScope.Resource(requestContext);
        try
        {
            return await pipeline.InvokeAsync(() => az.GetToken(context.Original, resource, requestContext.TenantId ?? context.TenantId))
                .WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PowerShellCommandException e)
        {
            throw Failure.SignInFailed(e, context.Account);
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Waiting for the pipeline thread would deadlock. Use GetTokenAsync.");
}
