using System.Diagnostics.CodeAnalysis;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>The operations under way, and the ended ones for as long as somebody may still ask.</summary>
internal sealed class OperationTable(TimeProvider clock)
{
    // Azure keeps the status of an operation for a day or so; a sandbox that runs for long must not grow without end.
    private const int Kept = 5000;

    private readonly Dictionary<string, Operation> byPath = new(StringComparer.OrdinalIgnoreCase);
    private readonly PriorityQueue<Operation, (DateTimeOffset, long)> waiting = new();
    private readonly Queue<Operation> ended = new();
    private long order;

    public DateTimeOffset? NextDue => waiting.TryPeek(out _, out var priority) ? priority.Item1 : null;

    public void Add(Operation operation)
    {
        if (operation.StatusPath.Length > 0) byPath.Add(operation.StatusPath, operation);
        byPath.Add(operation.ResultPath, operation);
        if (operation.Due == DateTimeOffset.MaxValue) return;
        if (operation.Due <= operation.Started) End(operation);
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
            End(operation);
            clearUp();
            any = true;
        }
        return any;
    }

    private void End(Operation operation)
    {
        operation.Error = operation.Complete?.Invoke();
        operation.Status = operation.Error is null ? "Succeeded" : "Failed";
        ended.Enqueue(operation);
        if (ended.Count <= Kept) return;
        var oldest = ended.Dequeue();
        byPath.Remove(oldest.StatusPath);
        byPath.Remove(oldest.ResultPath);
    }
}
