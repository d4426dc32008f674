using Azure.Core;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>A source of tokens that answers when and as the test says.</summary>
internal sealed class ScriptedCredential(Func<TokenRequestContext, Task<AccessToken>> answer) : TokenCredential
{
    private int _asked;

    public int Asked => _asked;

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return await answer(requestContext);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
}
