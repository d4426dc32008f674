using System.Buffers;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Management locks, on whatever scope.</summary>
internal static class MapLocks
{
    // The specification's description of the name; and of the notes.
    private const int LongestName = 260;
    private const int LongestNotes = 512;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>%&:\\?/");
    private static readonly string[] Levels = [ManagementLock.CanNotDelete, ManagementLock.ReadOnly];

    public static void Map(ArmRoutes routes)
    {
        var type = ResourceProviders.Locks;
        routes.Extensions(type, List, Get, Put, Delete);
    }

    // The specification says "all the management locks for" a scope. The help of Get-AzResourceLock, which passes the filter on, says
    // which: those at, above or below the scope; with the filter atScope() those at or above it.
    private static ArmAnswer List(ArmRequest request) => new(200, ArmRoutes.List(
        request.State.Locks.ListedAt(request.ExtendedScope(), request.IsAtScope()).Select(item => item.Render())));

    private static ArmAnswer Get(ArmRequest request) => new(200, (Find(request) ?? throw NotFound(request)).Render());

    private static ArmAnswer Put(ArmRequest request)
    {
        var name = request.Value("extension");
        if (name.Length > LongestName || name.AsSpan().ContainsAny(Forbidden))
            throw ArmErrors.Gateway(400, "InvalidLockName", $"The lock name '{name}' is invalid.");
        var properties = request.Body.Object("properties") ?? [];
        var asked = properties.Text("level");
        var level = Array.Find(Levels, item => item.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw ArmErrors.InvalidContent($"The lock level '{asked}' is not one of {string.Join(", ", Levels)}");
        var notes = properties.Text("notes");
        if (notes?.Length > LongestNotes) throw ArmErrors.InvalidContent($"The notes of a lock have at most {LongestNotes} characters");
        var existing = Find(request);
        var item = new ManagementLock(existing?.Scope ?? request.ExtendedScope(), existing?.Name ?? name, level, notes);
        request.State.Locks.Set(item);
        return new ArmAnswer(existing is null ? 201 : 200, item.Render());
    }

    private static ArmAnswer Delete(ArmRequest request)
    {
        if (Find(request) is not { } item) return new ArmAnswer(204);
        request.State.Locks.Remove(item);
        return new ArmAnswer(200);
    }

    private static ManagementLock? Find(ArmRequest request) =>
        request.State.Locks.Find(request.ExtendedScope(), request.Value("extension"));

    private static ArmException NotFound(ArmRequest request) => ArmErrors.Gateway(404, "LockNotFound",
        $"The lock '{request.Value("extension")}' could not be found at the scope '{request.ExtendedScope()}'.");
}
