using System.Diagnostics.CodeAnalysis;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>The operations under way, and the ended ones for as long as somebody may still ask.</summary>
internal sealed class OperationTable(TimeProvider clock)
{
    // Azure keeps the status of an operation for a day or so. A sandbox that runs for long must not grow without end, but whoever
    // follows an operation must find it, whatever others do: the number lies far above what they can do within the hour.
    private const int Most = 200_000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Operation> byPath = new(StringComparer.OrdinalIgnoreCase);
    private readonly PriorityQueue<Operation, (DateTimeOffset, long)> waiting = new();
    private readonly Queue<(Operation Operation, DateTimeOffset At)> ended = new();
    private long order;

    public DateTimeOffset? NextDue => waiting.TryPeek(out _, out var priority) ? priority.Item1 : null;

    public void Add(Operation operation)
    {
        if (operation.StatusPath.Length > 0) byPath.Add(operation.StatusPath, operation);
        byPath.Add(operation.ResultPath, operation);
        if (operation.Due == DateTimeOffset.MaxValue) return;
        if (operation.Due <= operation.Started) End(operation, operation.Started);
        else waiting.Enqueue(operation, (operation.Due, order++));
    }

    public bool TryGet(string path, [NotNullWhen(true)] out Operation? operation) => byPath.TryGetValue(path, out operation);

    /// <summary>Ends what is due, in the order in which it was accepted, and clears up after each. True if anything ended.</summary>
    public bool Settle(Action clearUp)
    {
        var now = clock.GetUtcNow();
        var any = false;
        while (waiting.TryPeek(out var operation, out var priority) && priority.Item1 <= now)
        {
            waiting.Dequeue();
            End(operation, now);
            clearUp();
            any = true;
        }
        return any;
    }

    private void End(Operation operation, DateTimeOffset now)
    {
        operation.Error = operation.Complete?.Invoke();
        operation.Status = operation.Error is null ? "Succeeded" : "Failed";
        ended.Enqueue((operation, now));
        while (ended.Peek().At + Kept < now || ended.Count > Most)
        {
            var oldest = ended.Dequeue().Operation;
            byPath.Remove(oldest.StatusPath);
            byPath.Remove(oldest.ResultPath);
        }
    }
}
