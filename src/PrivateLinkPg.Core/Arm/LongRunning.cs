namespace PrivateLinkPg.Arm;

/// <summary>
/// Follows a long-running operation to its end (Azure's "Track asynchronous operations"). Ours and not Azure.Core's, which rewrites
/// the api-version of operation URLs: they are signed and must be polled byte for byte.
/// </summary>
internal sealed class LongRunning(ArmPipeline pipeline, TimeProvider clock)
{
    // Azure.Core's own default, where an answer says nothing.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(1);

    /// <summary>Where the state of the operation that <paramref name="first"/> began can be read, or null where it is done.</summary>
    public static Uri? OperationUrl(Response first) =>
        first.Headers.TryGetValue("Azure-AsyncOperation", out string? status) ? ArmAnswers.Link(status)
        : first.Status is 201 or 202 && first.Headers.TryGetValue("Location", out string? location) ? ArmAnswers.Link(location)
        : null;

    /// <summary>Polls until the operation has ended.</summary>
    /// <param name="first">The answer that began it.</param>
    /// <param name="request">Method and path of the request, for errors.</param>
    /// <param name="report">Told each state that Azure reports.</param>
    /// <param name="cancellation">Stops following; the operation goes on.</param>
    /// <exception cref="ArmException">The operation ended Failed or Canceled.</exception>
    public Task CompleteAsync(Response first, string request, Action<string> report, CancellationToken cancellation) =>
        OperationUrl(first) is { } url ? CompleteAsync(url, request, report, cancellation) : Task.CompletedTask;

    private async Task CompleteAsync(Uri url, string request, Action<string>? report, CancellationToken cancellation)
    {
        while (true)
        {
            Response poll = await PollAsync(url, cancellation).ConfigureAwait(false);
            string state = State(poll);
            report?.Invoke(state);
            if (state is "Succeeded") return;
            if (state is "Failed" or "Canceled") throw ArmException.FromOperation(poll, state, request);
            // A poll of Location may move on; one of Azure-AsyncOperation repeats both headers, and its own URL stays.
            if (poll.Content.ToMemory().IsEmpty && poll.Headers.TryGetValue("Location", out string? next)) url = ArmAnswers.Link(next);
            await Task.Delay(RetryAfter(poll), clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Follows an operation that is there for its result (final-state-via location), such as a POST's, and gives that.</summary>
    public async Task<Response> ResultAsync(Response first, string request, CancellationToken cancellation)
    {
        if (first.Status != 202 || OperationUrl(first) is not { } status) return first;
        bool elsewhere = first.Headers.TryGetValue("Location", out string? location);
        await CompleteAsync(status, request, report: null, cancellation).ConfigureAwait(false);
        return await pipeline.GetUrlAsync(elsewhere ? ArmAnswers.Link(location!) : status, cancellation).ConfigureAwait(false);
    }

    // The copies of Azure that are asked first may not have heard of the operation yet.
    private async Task<Response> PollAsync(Uri url, CancellationToken cancellation)
    {
        for (int lags = 0; ; lags++)
        {
            try
            {
                return await pipeline.GetUrlAsync(url, cancellation).ConfigureAwait(false);
            }
            catch (ArmException e) when (e.Status == 404 && lags < RecentWrites.Waits.Count)
            {
                await Task.Delay(RecentWrites.Waits[lags], clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static string State(Response poll)
    {
        if (!poll.Content.ToMemory().IsEmpty)
        {
            using JsonDocument body = JsonDocument.Parse(poll.Content);
            if (body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("status", out JsonElement status)
                && status.GetString() is { } given)
            {
                return Canonical(given);
            }
        }
        // Without a status the HTTP code is the state: 202 goes on, anything else is the result.
        return poll.Status == 202 ? "InProgress" : "Succeeded";
    }

    private static string Canonical(string state) =>
        Array.Find(["Succeeded", "Failed", "Canceled"], known => known.Equals(state, StringComparison.OrdinalIgnoreCase)) ?? state;

    private static TimeSpan RetryAfter(Response poll)
    {
        foreach (string header in (string[])["retry-after-ms", "x-ms-retry-after-ms"])
        {
            if (poll.Headers.TryGetValue(header, out string? ms) && int.TryParse(ms, out int value) && value > 0)
                return TimeSpan.FromMilliseconds(value);
        }
        return poll.Headers.TryGetValue("Retry-After", out string? seconds) && int.TryParse(seconds, out int wait) && wait > 0
            ? TimeSpan.FromSeconds(wait)
            : DefaultWait;
    }
}
