namespace PrivateLinkPg.Removal;

/// <summary>
/// How what went comes back. A removal takes names away before it takes the endpoint; where Azure then refuses a step, clients must find
/// the endpoint as before.
/// </summary>
internal sealed class PuttingBack
{
    private readonly List<(PgRemoval What, Func<OperationTracking, CancellationToken, Task> Write)> _gone = [];

    /// <summary>Notes how something that went is written again.</summary>
    public void Note(PgRemoval what, Func<OperationTracking, CancellationToken, Task> write) => _gone.Add((what, write));

    /// <summary>Runs a removal, and puts back what went where a later step of it is refused.</summary>
    /// <exception cref="CommandFailedException">What failed, with what was put back and what was not.</exception>
    public async Task GuardAsync(RemovalContext removals, Func<Task> removal)
    {
        try
        {
            await removal();
        }
        catch (Exception e) when (_gone.Count > 0 && FailureMapper.Known(e, removals.EndpointId) is { } failure)
        {
            throw new CommandFailedException(failure.And(IsRefusal(e) ? await RunAsync(removals, _ => true) : InWords()));
        }
    }

    /// <summary>Puts back some of what went, the last first.</summary>
    /// <returns>What came of it, in sentences.</returns>
    public async Task<string> RunAsync(RemovalContext removals, Func<PgRemoval, bool> which)
    {
        List<string> restored = [];
        List<string> lost = [];
        foreach (var each in Enumerable.Reverse(_gone).Where(each => which(each.What)).ToArray())
        {
            _gone.Remove(each);
            try
            {
                await removals.FollowAsync(each.What, each.Write);
                removals.Ledger.Back(each.What);
                removals.Host.Output.WriteObject(each.What with { Action = "Restored" });
                restored.Add(each.What.Id);
            }
            catch (Exception e) when (e is ArmException or CommandFailedException or UnansweredException or ForeignAnswerException)
            {
                lost.Add($"{each.What.Id} ({FailureMapper.Map(e, each.What.Id).Message})");
            }
        }
        string back = restored.Count == 0 ? "" : $"What had gone by then was put back: {string.Join(", ", restored)}. ";
        string not = lost.Count == 0 ? "" : $"What had gone by then and could not be put back: {string.Join("; ", lost)}.";
        return (back + not).TrimEnd();
    }

    private string InWords() => $"What had gone by then was not put back: {string.Join(", ", _gone.Select(each => each.What.Id))}.";

    // An end of time is no refusal: Azure goes on, and the same line picks it up. Without a network nothing can be put back.
    private static bool IsRefusal(Exception e) =>
        e is ArmException or CommandFailedException { Failure.Kind: not FailureKind.Timeout };
}
