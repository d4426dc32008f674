using System.Diagnostics.CodeAnalysis;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>
/// Everything the imitated Azure knows, in memory. All reading and writing happens inside <see cref="Run{T}"/>: one
/// short lock makes every request atomic, which is what makes addresses unique and etags reliable under parallel clients.
/// </summary>
internal sealed class SandboxState : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ArmResource> resources = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Type, Dictionary<string, ArmResource>> byType = [];
    private readonly ITimer timer;
    private long version;

    public SandboxState(TimeProvider clock, string tenantId)
    {
        Clock = clock;
        TenantId = tenantId;
        Operations = new OperationTable(clock);
        timer = clock.CreateTimer(_ => Run(() => 0, writes: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised outside the lock after something may have changed.</summary>
    public event Action? Changed;

    public TimeProvider Clock { get; }

    public string TenantId { get; }

    public Dictionary<string, Subscription> Subscriptions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public OperationTable Operations { get; }

    /// <summary>Where this machine's clients count as being; null: each is in the network of the endpoint that it asks.</summary>
    public Subnet? Clients { get; set; }

    public ManagementLocks Locks { get; } = new();

    public ExtensionTable<PolicyAssignment> PolicyAssignments { get; } = new();

    /// <summary>Grows with every change; the network compares it with what it has carried out.</summary>
    public long Version => Volatile.Read(ref version);

    public T Run<T>(Func<T> action, bool writes = true)
    {
        var changed = false;
        try
        {
            lock (gate)
            {
                changed = Operations.Settle(RemoveOrphans);
                try
                {
                    return action();
                }
                finally
                {
                    if (writes) RemoveOrphans();
                    changed |= writes;
                    if (changed) Interlocked.Increment(ref version);
                    if (changed && Operations.NextDue is { } due) Wake(due);
                }
            }
        }
        finally
        {
            if (changed) Changed?.Invoke();
        }
    }

    public void Add(ArmResource resource)
    {
        resources[resource.Id.Value] = resource;
        if (!byType.TryGetValue(resource.GetType(), out var ofType))
            byType[resource.GetType()] = ofType = new(StringComparer.OrdinalIgnoreCase);
        ofType[resource.Id.Value] = resource;
    }

    public void Remove(ArmResource resource)
    {
        resources.Remove(resource.Id.Value);
        byType.GetValueOrDefault(resource.GetType())?.Remove(resource.Id.Value);
    }

    public bool TryGet<T>(ResourceId id, [NotNullWhen(true)] out T? resource) where T : ArmResource
    {
        resource = resources.GetValueOrDefault(id.Value) as T;
        return resource is not null;
    }

    /// <summary>Whether there is anything of this id, a child of a resource included.</summary>
    public bool Exists(ResourceId id) =>
        id.Parent is { } parent ? Find(parent)?.HasChild(id.ChildType, id.Name) == true : Find(id) is not null;

    /// <summary>Whether there is anything that an extension can hang on: a subscription, a group, a resource or its child.</summary>
    public bool Exists(string scope) => ResourceId.TryParse(scope, out var id) ? Exists(id)
        : scope.Split('/') is not [_, _, var subscription, _, var group]
            || Subscriptions.GetValueOrDefault(subscription)?.Groups.ContainsKey(group) == true;

    /// <summary>The resource of this id, at whatever depth.</summary>
    public ArmResource? Find(ResourceId id) =>
        id.Parent is { } parent ? Find(parent)?.Child(id.ChildType, id.Name) : resources.GetValueOrDefault(id.Value);

    /// <summary>The group that a resource lies in; null when it has gone.</summary>
    public ResourceGroup? GroupOf(ResourceId id) =>
        Subscriptions.GetValueOrDefault(id.Subscription)?.Groups.GetValueOrDefault(id.ResourceGroup ?? "");

    /// <summary>The resources of one kind, in no order.</summary>
    public IEnumerable<T> All<T>() where T : ArmResource => byType.TryGetValue(typeof(T), out var ofType) ? ofType.Values.Cast<T>() : [];

    /// <summary>The resources of one kind in the order of their ids, so that pages are stable.</summary>
    public IEnumerable<T> Ordered<T>() where T : ArmResource =>
        All<T>().OrderBy(resource => resource.Id.Value, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ArmResource> InGroup(ResourceGroup group) =>
        resources.Values.Where(resource => resource.Id.Subscription.Equals(group.Id.Subscription, StringComparison.OrdinalIgnoreCase)
            && string.Equals(resource.Id.ResourceGroup, group.Name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(resource => resource.Id.Value, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ArmResource> InSubscription(Subscription subscription) =>
        resources.Values.Where(resource => resource.Id.Subscription.Equals(subscription.Id, StringComparison.OrdinalIgnoreCase))
            .OrderBy(resource => resource.Id.Value, StringComparer.OrdinalIgnoreCase);

    public void Dispose() => timer.Dispose();

    // In one place, and not wherever something is removed: a child goes in many ways, and along with many things.
    private void RemoveOrphans()
    {
        Locks.RemoveWithout(Exists);
        PolicyAssignments.RemoveWithout(Exists);
    }

    private void Wake(DateTimeOffset due)
    {
        var wait = due - Clock.GetUtcNow();
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
