using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>
/// What hangs on a scope (a subscription, a group, a resource or its child) and not inside it: locks, policy assignments.
/// </summary>
/// <param name="Scope">The id of what it hangs on, as the client wrote it.</param>
/// <param name="Name">Unique at its scope.</param>
internal abstract record Extension(string Scope, string Name)
{
    public abstract string Type { get; }

    public string Id => $"{Scope}/providers/{Type}/{Name}";

    public abstract JsonObject Render();
}

/// <summary>The extensions of one type. Scopes are compared as ids are: without case, segment by segment.</summary>
internal class ExtensionTable<T> where T : Extension
{
    private readonly SortedDictionary<string, T> byId = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<T> All => byId.Values;

    public T? Find(string scope, string name) => byId.Values.FirstOrDefault(item => Same(item.Scope, scope) && Same(item.Name, name));

    public void Set(T item) => byId[item.Id] = item;

    public void Remove(T item) => byId.Remove(item.Id);

    /// <summary>What has gone takes its extensions along.</summary>
    public void RemoveWithout(Func<string, bool> exists)
    {
        foreach (var item in byId.Values.Where(item => !exists(item.Scope)).ToList()) Remove(item);
    }

    /// <summary>Those that a list at a scope has: what lies at and above it, and unless told otherwise below it too.</summary>
    public IEnumerable<T> ListedAt(string scope, bool butNotBelow) =>
        butNotBelow ? AtOrAbove(scope) : AtOrAbove(scope).Union(AtOrBelow(scope));

    /// <summary>Those that the scope inherits, and its own.</summary>
    public IEnumerable<T> AtOrAbove(string scope) => byId.Values.Where(item => Contains(item.Scope, scope));

    public IEnumerable<T> AtOrBelow(string scope) => byId.Values.Where(item => Contains(scope, item.Scope));

    /// <summary>Whether one scope is the other, or lies above it.</summary>
    public static bool Contains(string outer, string inner) => inner.StartsWith(outer, StringComparison.OrdinalIgnoreCase)
        && (inner.Length == outer.Length || inner[outer.Length] == '/');

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
