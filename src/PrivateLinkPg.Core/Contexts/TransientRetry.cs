using System.Security.Authentication;

namespace PrivateLinkPg.Contexts;

/// <summary>
/// Azure.Core's retries, with less patience where more does not help: none for a server whose certificate is not trusted, one for a host
/// that cannot be reached or does not answer. Whoever waits at a prompt shall know in seconds.
/// </summary>
/// <param name="retries">How often at most.</param>
/// <param name="clock">The time; null for the system's.</param>
internal sealed class TransientRetry(int retries, TimeProvider? clock = null)
    : RetryPolicy(retries, DelayStrategy.CreateFixedDelayStrategy(TimeSpan.Zero))
{
    // Azure.Core's own, which it keeps on the machine's clock alone: doubled from try to try.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.8);

    private const string Left = "PrivateLinkPg.LeftToCaller";
    private const string Stopped = "PrivateLinkPg.Stopped";

    /// <summary>
    /// Leaves it to the caller to send the request again where Azure cannot answer, since a command's time-out and not a count ends that.
    /// </summary>
    /// <param name="message">The request.</param>
    /// <param name="alsoSilence">Also where nobody answers twice.</param>
    public static void LeaveToCaller(HttpMessage message, bool alsoSilence = false) => message.SetProperty(Left, alsoSilence);

    /// <summary>Ends it: the answer that is there goes to the caller.</summary>
    public static void Stop(HttpMessage message) => message.SetProperty(Stopped, true);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
    {
        bool left = message.TryGetProperty(Left, out object? also);
        bool given = message.TryGetProperty(Stopped, out _)
            || (exception is null && left && IsOutage(message.Response))
            || Causes(exception).Any(cause => cause is AuthenticationException)
            || (message.ProcessingContext.RetryNumber >= 1 && Causes(exception).Any(cause => also is true || IsUnreachable(cause)));
        return given ? ValueTask.FromResult(false) : AgainAsync(message, exception);
    }

    private async ValueTask<bool> AgainAsync(HttpMessage message, Exception? exception)
    {
        if (!await base.ShouldRetryAsync(message, exception).ConfigureAwait(false)) return false;
        TimeSpan delay = FirstDelay * Math.Pow(2, message.ProcessingContext.RetryNumber);
        await Task.Delay(delay, clock ?? TimeProvider.System, message.CancellationToken).ConfigureAwait(false);
        return true;
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
