using System.Security.Authentication;

namespace PrivateLinkPg.Contexts;

/// <summary>Azure.Core's retries, but none for a server whose certificate is not trusted: it will not be in a minute either.</summary>
internal sealed class TransientRetry(int retries) : RetryPolicy(retries)
{
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsUntrusted(exception) ? ValueTask.FromResult(false) : base.ShouldRetryAsync(message, exception);

    private static bool IsUntrusted(Exception? exception) =>
        exception is not null && (exception is AuthenticationException || IsUntrusted(exception.InnerException));
}
