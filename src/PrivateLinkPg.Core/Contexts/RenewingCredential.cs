using System.Collections.Concurrent;

namespace PrivateLinkPg.Contexts;

/// <summary>
/// Keeps the tokens of another credential and renews each before it expires. While a token is still good the renewal goes on in the
/// background, so that nobody waits for a source that is busy.
/// </summary>
internal sealed class RenewingCredential(TokenCredential source, TimeProvider clock) : TokenCredential
{
    // As Azure.Core does, and half the life of tokens that are shorter than that.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    // For the way to Azure and clocks that differ.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Scope, string? Tenant), Slot> _slots = new();

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Slot slot = _slots.GetOrAdd((requestContext.Scopes[0], requestContext.TenantId), _ => new Slot());
        Task<AccessToken> renewal;
        lock (slot)
        {
            DateTimeOffset now = clock.GetUtcNow();
            // A challenge says that the kept token, however fresh, is not enough.
            bool challenged = requestContext.Claims is { Length: > 0 };
            AccessToken? good = !challenged && now < slot.UseUntil ? slot.Token : null;
            if (good is { } fresh && now < slot.RenewAt) return fresh;
            if (challenged || slot.Renewal is not { IsCompleted: false }) slot.Renewal = RenewAsync(slot, requestContext);
            renewal = slot.Renewal;
            if (good is { } old) return old;
        }
        return await renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tokens are asked for asynchronously. Use GetTokenAsync.");

    // One renewal serves all who wait, so no one's cancellation may end it. It starts on another thread, so that nothing of the source runs
    // in the lock.
    private async Task<AccessToken> RenewAsync(Slot slot, TokenRequestContext request)
    {
        try
        {
            AccessToken token = await Task.Run(
                async () => await source.GetTokenAsync(request, CancellationToken.None).ConfigureAwait(false), CancellationToken.None)
                .ConfigureAwait(false);
            lock (slot) return slot.Keep(token, clock.GetUtcNow());
        }
        catch
        {
            lock (slot) slot.RenewAt = clock.GetUtcNow() + RetryAfter;
            throw;
        }
    }

    private sealed class Slot
    {
        public AccessToken? Token { get; private set; }
        public DateTimeOffset RenewAt { get; set; }
        public DateTimeOffset UseUntil { get; private set; }
        public Task<AccessToken>? Renewal { get; set; }

        public AccessToken Keep(AccessToken token, DateTimeOffset now)
        {
            TimeSpan life = token.ExpiresOn - now;
            RenewAt = token.ExpiresOn - Shorter(RenewBefore, life / 2);
            UseUntil = token.ExpiresOn - Shorter(Margin, life / 4);
            // Azure.Core keeps it too, and would else renew a short-lived one with every request.
            Token = new AccessToken(token.Token, token.ExpiresOn, RenewAt);
            return Token.Value;
        }

        private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }
}
