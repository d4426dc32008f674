using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A management lock: its scope and everything below can be deleted no more, or not even changed.</summary>
internal sealed record ManagementLock(string Scope, string Name, string Level, string? Notes) : Extension(Scope, Name)
{
    public const string CanNotDelete = "CanNotDelete";
    public const string ReadOnly = "ReadOnly";

    public override string Type => "Microsoft.Authorization/locks";

    public override JsonObject Render()
    {
        var properties = new JsonObject { ["level"] = Level };
        if (Notes is not null) properties["notes"] = Notes;
        return new JsonObject { ["properties"] = properties, ["id"] = Id, ["type"] = Type, ["name"] = Name };
    }
}

/// <summary>The locks in force, and what they refuse in Azure's words.</summary>
internal sealed class ManagementLocks : ExtensionTable<ManagementLock>
{
    public const string Code = "ScopeLocked";

    /// <summary>Why the scope cannot be deleted: a delete takes what lies below along, so locks there count as well. Else null.</summary>
    public string? RefusalOfDelete(string scope) => Refusal(scope, "delete", AtOrAbove(scope).Union(AtOrBelow(scope)));

    /// <summary>Why the scope cannot be written to; null when it can.</summary>
    public string? RefusalOfWrite(string scope) =>
        Refusal(scope, "write", AtOrAbove(scope).Where(item => item.Level == ManagementLock.ReadOnly));

    /// <summary>
    /// What an operation of Microsoft.Network fails with when a lock refuses a write that it makes on another resource. Reported for a
    /// target's privateEndpointConnectionProxies; the A records of zone groups are written by the same way.
    /// </summary>
    public OperationError? ObstacleToWrite(ResourceId linked) => Obstacle(linked, RefusalOfWrite(linked.Value));

    public OperationError? ObstacleToDelete(ResourceId linked) => Obstacle(linked, RefusalOfDelete(linked.Value));

    private static OperationError? Obstacle(ResourceId linked, string? refusal) => refusal is null ? null
        : new OperationError(Code, $"Call to {linked.Parent?.Type ?? linked.Type} failed. Error message: {refusal}");

    private static string? Refusal(string scope, string operation, IEnumerable<ManagementLock> locks)
    {
        var scopes = string.Join(',', locks.Select(item => item.Scope).Distinct(StringComparer.OrdinalIgnoreCase));
        return scopes.Length == 0 ? null : $"The scope '{scope}' cannot perform {operation} operation because following scope(s) are "
            + $"locked: '{scopes}'. Please remove the lock and try again.";
    }
}
