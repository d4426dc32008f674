using System.Security.Authentication;

namespace PrivateLinkPg.Contexts;

/// <summary>
/// Azure.Core's retries, with less patience where more does not help: none for a server whose certificate is not trusted, one for a host
/// that cannot be reached or does not answer. Whoever waits at a prompt shall know in seconds.
/// </summary>
internal sealed class TransientRetry(int retries) : RetryPolicy(retries)
{
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
    {
        bool given = Causes(exception).Any(cause => cause is AuthenticationException)
            || (message.ProcessingContext.RetryNumber >= 1 && Causes(exception).Any(IsUnreachable));
        return given ? ValueTask.FromResult(false) : base.ShouldRetryAsync(message, exception);
    }

    private static bool IsUnreachable(Exception cause) => cause is OperationCanceledException or TimeoutException or HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (Exception? each = exception; each is not null; each = each.InnerException) yield return each;
    }
}
