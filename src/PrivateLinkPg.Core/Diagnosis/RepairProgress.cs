namespace PrivateLinkPg.Diagnosis;

/// <summary>How far the repair of one connection is: what was mended, what was tried, and what is left.</summary>
internal sealed class RepairProgress
{
    private readonly HashSet<string> _tried = [];
    private readonly Dictionary<string, string> _notDone = [];
    private readonly List<RootCause> _repaired = [];

    /// <summary>Whether anything was changed.</summary>
    public bool Changed => _repaired.Count > 0;

    /// <summary>Whether any command was run.</summary>
    public bool HasTried => _tried.Count > 0;

    /// <summary>What is to be mended next, the blocking ones first; null where all that is left is left to people.</summary>
    public RootCause? Next(IEnumerable<RootCause> causes) =>
        causes.FirstOrDefault(cause => cause.Repair is { HeldBack: null } repair && _tried.Add(repair.Command));

    /// <summary>A command has ended.</summary>
    /// <param name="cause">What it was to mend.</param>
    /// <param name="reason">Why it changed nothing; null where it did.</param>
    public void Ended(RootCause cause, string? reason)
    {
        if (reason is null) _repaired.Add(cause);
        else _notDone[cause.Repair!.Command] = reason;
    }

    /// <summary>What users see in the end.</summary>
    public PgConnectionRepair Report(PgConnectionTest test, IReadOnlyList<RootCause> causes)
    {
        PgConnectionCause[] left = [.. causes.Select(Left)];
        string done = _repaired.Count == 0 ? "Nothing was changed." : $"Mended: {string.Join(", ", _repaired.Select(each => each.Code))}.";
        return new()
        {
            HostName = test.HostName, Port = test.Port, Status = test.Status, Changed = Changed,
            Repaired = [.. _repaired.Select(ConnectionTestReport.Shown)], Left = left,
            Message = left.Length == 0 ? $"{done} {test.Message}" : $"{done} Left: {string.Join(" ", left.Select(InWords))}",
            Test = test, EndpointId = test.EndpointId, TargetId = test.TargetId,
        };
    }

    // A command that was run and did not help is not to be run again in vain.
    private PgConnectionCause Left(RootCause cause)
    {
        PgConnectionCause shown = ConnectionTestReport.Shown(cause);
        if (shown.Command is not { } command || shown.HeldBack is not null) return shown;
        return shown with
        {
            HeldBack = _notDone.TryGetValue(command, out string? reason) ? reason
                : _tried.Contains(command) ? "It was run, and did not help." : null,
        };
    }

    private static string InWords(PgConnectionCause cause) =>
        cause.HeldBack is null ? $"{cause.Code}: {cause.Message}" : $"{cause.Code}: {cause.Message} {cause.HeldBack}";
}
