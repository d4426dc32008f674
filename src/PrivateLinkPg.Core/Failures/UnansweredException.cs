namespace PrivateLinkPg.Failures;

/// <summary>
/// Nobody answered a request to Azure: no address, no connection, no trust, or silence. An IOException, so that Azure.Core asks again.
/// </summary>
/// <param name="host">Who was asked: host and port.</param>
/// <param name="cause">What the last try met.</param>
/// <param name="patience">How long a try waited for the answer, where that was limited.</param>
internal sealed class UnansweredException(string host, Exception cause, TimeSpan? patience = null)
    : IOException(Words(cause, patience), cause)
{
    public string Host { get; } = host;

    // Of several tries the last; the outermost words that name what went wrong, such as "Connection refused (host:443)".
    private static string Words(Exception cause, TimeSpan? patience)
    {
        Exception last = cause is AggregateException { InnerExceptions: [.., var final] } ? final : cause;
        if (last is OperationCanceledException { InnerException: TimeoutException connecting }) last = connecting;
        else if (last is OperationCanceledException)
            return $"it did not answer {(patience is { } limit ? $"within {limit.TotalSeconds:0} s" : "in time")}";
        return last.Message.Split('\n', 2)[0].TrimEnd('\r');
    }

    /// <summary>The one that an exception is, or tells of as the last of several tries; null where somebody answered.</summary>
    public static UnansweredException? In(Exception e) =>
        (e is AggregateException { InnerExceptions: [.., var last] } ? last : e) as UnansweredException;

    /// <summary>True where an exception means that nobody answered.</summary>
    /// <param name="e">What a transport threw.</param>
    /// <param name="cancellation">The caller's; when it is cancelled, nobody may have had the time to.</param>
    public static bool Is(Exception e, CancellationToken cancellation) =>
        e is RequestFailedException { Status: 0 } or (IOException and not UnansweredException)
        || (e is OperationCanceledException && !cancellation.IsCancellationRequested);
}
