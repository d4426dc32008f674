using System.Security.Authentication;

namespace PrivateLinkPg.Contexts;

/// <summary>
/// Azure.Core's retries, with less patience where more does not help: none for a server whose certificate is not trusted, one for a host
/// that cannot be reached or does not answer. Whoever waits at a prompt shall know in seconds.
/// </summary>
internal sealed class TransientRetry(int retries) : RetryPolicy(retries)
{
    private const string Left = "PrivateLinkPg.LeftToCaller";

    /// <summary>
    /// Leaves it to the caller to send the request again where Azure cannot answer, since a command's time-out and not a count ends that.
    /// </summary>
    /// <param name="message">The request.</param>
    /// <param name="alsoSilence">Also where nobody answers twice.</param>
    public static void LeaveToCaller(HttpMessage message, bool alsoSilence = false) => message.SetProperty(Left, alsoSilence);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
    {
        bool left = message.TryGetProperty(Left, out object? also);
        bool given = (exception is null && left && IsOutage(message.Response))
            || Causes(exception).Any(cause => cause is AuthenticationException)
            || (message.ProcessingContext.RetryNumber >= 1 && Causes(exception).Any(cause => also is true || IsUnreachable(cause)));
        return given ? ValueTask.FromResult(false) : base.ShouldRetryAsync(message, exception);
    }

    // Azure's own; what a proxy says in its place is tried again here, and then told.
    private static bool IsOutage(Response answer) => ArmException.IsOutageStatus(answer.Status)
        && answer.Headers.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsUnreachable(Exception cause) => cause is OperationCanceledException or TimeoutException or HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (Exception? each = exception; each is not null; each = each.InnerException) yield return each;
    }
}
