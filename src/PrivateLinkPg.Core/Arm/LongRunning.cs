namespace PrivateLinkPg.Arm;

/// <summary>
/// Follows a long-running operation to its end (Azure's "Track asynchronous operations"). Ours and not Azure.Core's, which rewrites
/// the api-version of operation URLs: they are signed and must be polled byte for byte.
/// </summary>
internal sealed class LongRunning(ArmPipeline pipeline, TimeProvider clock)
{
    // Azure.Core's own default, where an answer says nothing.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(1);

    // A list is one request for all that run, so it may be asked more often than each of their operations.
    private static readonly TimeSpan LongestListWait = TimeSpan.FromSeconds(1);

    // How often a list may lack what is made before its operation is asked.
    private const int AbsencesBetweenPolls = 5;

    // Private DNS wants its operations asked after 30 seconds, and its zones and links are there after a few: where Azure would have one
    // wait for longer than the last of these pauses, what is made is itself looked at in between, after each of them.
    private static readonly TimeSpan[] Looks = [.. ((double[])[1, 1, 2, 3]).Select(TimeSpan.FromSeconds)];

    /// <summary>Where the state of the operation that <paramref name="first"/> began can be read, or null where it is done.</summary>
    public static Uri? OperationUrl(Response first) =>
        first.Headers.TryGetValue("Azure-AsyncOperation", out string? status) ? ArmAnswers.Link(status)
        : first.Status is 201 or 202 && first.Headers.TryGetValue("Location", out string? location) ? ArmAnswers.Link(location)
        : null;

    /// <summary>Polls until the operation has ended.</summary>
    /// <param name="first">The answer that began it.</param>
    /// <param name="request">Method and path of the request, for errors.</param>
    /// <param name="tracking">Told each state that Azure reports.</param>
    /// <param name="cancellation">Stops following; the operation goes on.</param>
    /// <exception cref="ArmException">The operation ended Failed or Canceled.</exception>
    public async Task CompleteAsync(Response first, string request, OperationTracking tracking, CancellationToken cancellation)
    {
        if (OperationUrl(first) is not { } url) return;
        Operation operation = new(url, request, tracking.Report);
        // Of what was there before, a read may still tell the state that it had.
        bool? isDone = first.Status == 200 || tracking.MadeState is not { } made ? null
            : await IsDoneByReadsAsync(RetryAfter(first) ?? DefaultWait, operation, made, cancellation).ConfigureAwait(false);
        if (isDone is true) return;
        // Azure says when it is worth asking at first, and says nothing where it is done already.
        if (isDone is null && RetryAfter(first) is { } wait) await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
        await CompleteAsync(operation, cancellation).ConfigureAwait(false);
    }

    // Follows by reads of what is made for as long as they tell that it goes on, or that it is done; false where it failed, and null where
    // its operation is to be followed.
    private async Task<bool?> IsDoneByReadsAsync(TimeSpan retryAfter, Operation operation, MadeState made, CancellationToken cancellation)
    {
        TimeSpan listWait = retryAfter < LongestListWait ? retryAfter : LongestListWait;
        int absences = 0, looks = 0;
        for (long polled = clock.GetTimestamp(); ;)
        {
            bool isListed = made.IsListed();
            if (!isListed && retryAfter <= Looks[^1]) return null;
            if (!isListed) await Task.Delay(Looks[Math.Min(looks++, Looks.Length - 1)], clock, cancellation).ConfigureAwait(false);
            // It may come to the list when it is done only; or never, and then its operation knows why.
            bool mustPoll = isListed ? absences == AbsencesBetweenPolls : clock.GetElapsedTime(polled) >= retryAfter;
            if (mustPoll)
            {
                if ((await PollAsync(operation, cancellation).ConfigureAwait(false)).IsDone) return true;
                (polled, absences) = (clock.GetTimestamp(), 0);
            }
            else
            {
                string? state = await made.ReadAsync(cancellation).ConfigureAwait(false);
                if (state is "Failed" or "Canceled") return false;
                if (state is null) absences++;
                else operation.Report?.Invoke(state);
                if (state == "Succeeded") return true;
            }
            if (isListed) await Task.Delay(listWait, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task CompleteAsync(Operation operation, CancellationToken cancellation)
    {
        while (await PollAsync(operation, cancellation).ConfigureAwait(false) is { IsDone: false } poll)
            await Task.Delay(poll.Wait, clock, cancellation).ConfigureAwait(false);
    }

    private async Task<(bool IsDone, TimeSpan Wait)> PollAsync(Operation operation, CancellationToken cancellation)
    {
        Response poll = await PollAsync(operation.Url, cancellation).ConfigureAwait(false);
        string state = State(poll);
        operation.Report?.Invoke(state);
        if (state is "Failed" or "Canceled") throw ArmException.FromOperation(poll, state, operation.Request);
        // A poll of Location may move on; one of Azure-AsyncOperation repeats both headers, and its own URL stays.
        if (poll.Content.ToMemory().IsEmpty && poll.Headers.TryGetValue("Location", out string? next))
            operation.Url = ArmAnswers.Link(next);
        return (state == "Succeeded", RetryAfter(poll) ?? DefaultWait);
    }

    /// <summary>Follows an operation that is there for its result (final-state-via location), such as a POST's, and gives that.</summary>
    public async Task<Response> ResultAsync(Response first, string request, CancellationToken cancellation)
    {
        if (first.Status != 202 || OperationUrl(first) is not { } status) return first;
        bool elsewhere = first.Headers.TryGetValue("Location", out string? location);
        await CompleteAsync(new(status, request, null), cancellation).ConfigureAwait(false);
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

    private static TimeSpan? RetryAfter(Response poll)
    {
        foreach (string header in (string[])["retry-after-ms", "x-ms-retry-after-ms"])
        {
            if (poll.Headers.TryGetValue(header, out string? ms) && int.TryParse(ms, out int value) && value > 0)
                return TimeSpan.FromMilliseconds(value);
        }
        return poll.Headers.TryGetValue("Retry-After", out string? seconds) && int.TryParse(seconds, out int wait) && wait > 0
            ? TimeSpan.FromSeconds(wait)
            : null;
    }

    private sealed class Operation(Uri url, string request, Action<string>? report)
    {
        public Uri Url { get; set; } = url;
        public string Request { get; } = request;
        public Action<string>? Report { get; } = report;
    }
}
