namespace PrivateLinkPg.Removal;

/// <summary>What all parts of one removal share: for which endpoint, how long each operation may take, and where its results go.</summary>
/// <param name="EndpointId">The endpoint that goes; null where only a record does.</param>
/// <param name="NetworkId">The network of that endpoint, where it is still there.</param>
/// <param name="NamedZones">The zones that may go although this module did not make them.</param>
/// <param name="Timeout">How long each of Azure's operations may take.</param>
/// <param name="Ledger">What went so far.</param>
/// <param name="Link">Reads what there is; what is about to be changed is read by <see cref="Now"/>.</param>
/// <param name="Host">The running command.</param>
internal sealed record RemovalContext(
    string? EndpointId, string? NetworkId, IReadOnlyList<string> NamedZones, TimeSpan Timeout, RemovedResources Ledger, LinkReader Link,
    CommandHost Host)
{
    /// <summary>What can be put back.</summary>
    public PuttingBack Undo { get; } = new();

    /// <summary>Reads what there is at this moment.</summary>
    public LinkReader Now => Link.Now();

    /// <summary>The calls to Azure, for writes.</summary>
    public ArmGateway Arm => Link.Arm;

    /// <summary>True under -WhatIf, where each step is named and none is taken.</summary>
    public bool WhatIf => Host.Output.WhatIf;

    /// <summary>Whether the user named a zone.</summary>
    public bool IsNamed(string zoneId) => NamedZones.Any(each => ResourceIds.Same(each, zoneId));

    /// <summary>Asks for a step. False where the user declined it; under -WhatIf it counts as done.</summary>
    public bool Confirm(PgRemoval removal, string action)
    {
        bool yes = Host.Output.ShouldProcess(removal.Id, action);
        if (WhatIf) Ledger.Note(removal);
        return yes || WhatIf;
    }

    /// <summary>Follows an operation with a progress bar and a limit to its time.</summary>
    public async Task FollowAsync(PgRemoval removal, Func<OperationTracking, CancellationToken, Task> operation)
    {
        using ProgressBar progress = new(Host, $"Remove {removal.Name}");
        using TimeLimit limit = Host.Limit(Timeout, removal.Id, $"The removal of '{removal.Name}'");
        await limit.Of(operation(new OperationTracking(progress.Report), limit.Token));
    }

    /// <summary>Reports what was done, and notes how it comes back should a later step be refused.</summary>
    /// <param name="removal">What was done.</param>
    /// <param name="back">Writes it again; null for what needs no such thing.</param>
    public void Done(PgRemoval removal, Func<OperationTracking, CancellationToken, Task>? back = null)
    {
        Ledger.Note(removal);
        if (back is not null) Undo.Note(removal, back);
        Host.Output.WriteObject(removal);
    }

    /// <summary>Tells once a command what is left, or not known, and why.</summary>
    public Task WarnAsync(string message) => Host.WarnOnceAsync(message);

    /// <summary>The report on a resource.</summary>
    public PgRemoval Of(string kind, string id, string name, params IEnumerable<string> addresses) => new()
    {
        Kind = kind,
        Name = name,
        Action = "Removed",
        IpAddress = [.. addresses],
        Id = id,
        EndpointId = EndpointId,
        SubscriptionId = ResourceIds.Subscription(id)!,
        TenantId = Link.Connection.TenantId,
    };
}
