namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>Follows what a server writes to its standard error, so that nobody has to poll for its state.</summary>
internal sealed class PostgresLog
{
    private const int LinesKept = 12;
    private readonly Lock access = new();
    private readonly Queue<string> lastLines = new();
    private readonly List<(string Text, TaskCompletionSource<bool> Seen)> waiting = [];
    private bool ended;

    /// <summary>The server and all that it started are gone.</summary>
    internal bool Ended
    {
        get
        {
            lock (access)
                return ended;
        }
    }

    /// <summary>The last lines, for messages.</summary>
    internal string Tail
    {
        get
        {
            lock (access)
                return string.Join(Environment.NewLine, lastLines);
        }
    }

    /// <summary>Reads what one program writes, to the end: it and all that it started have closed it then.</summary>
    internal async Task FollowAsync(StreamReader log)
    {
        while (await log.ReadLineAsync() is { } line)
            Add(line);
    }

    /// <summary>Nothing more will be written.</summary>
    internal void End()
    {
        lock (access)
            ended = true;
        Settle(_ => true, seen: false);
    }

    /// <summary>Becomes true at the next line that contains the text, false when the log ends before.</summary>
    internal Task<bool> NextAsync(string text)
    {
        lock (access)
        {
            if (ended)
                return Task.FromResult(false);
            var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((text, seen));
            return seen.Task;
        }
    }

    internal void Add(string line)
    {
        lock (access)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > LinesKept)
                lastLines.Dequeue();
        }

        Settle(text => line.Contains(text, StringComparison.Ordinal), seen: true);
    }

    private void Settle(Predicate<string> concerns, bool seen)
    {
        lock (access)
        {
            foreach (var waiter in waiting.Where(waiter => concerns(waiter.Text)))
                waiter.Seen.TrySetResult(seen);
            waiting.RemoveAll(waiter => waiter.Seen.Task.IsCompleted);
        }
    }
}
