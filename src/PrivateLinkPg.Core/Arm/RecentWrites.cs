using System.Collections.Concurrent;

namespace PrivateLinkPg.Arm;

/// <summary>
/// What this process has just written. Azure keeps its copies in step within seconds, and until then a read may find nothing, and a
/// child's write no parent: for these resources, and no others, such a 404 is asked again.
/// </summary>
internal static class RecentWrites
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<string, long> Written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long to wait before each further look.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
        [.. ((double[])[0.5, 1, 2, 4, 8]).Select(TimeSpan.FromSeconds)];

    /// <summary>Notes that a resource was written.</summary>
    /// <param name="host">The Azure it is in.</param>
    /// <param name="path">Its id.</param>
    public static void Note(string host, string path)
    {
        foreach ((string key, long at) in Written)
        {
            if (Environment.TickCount64 - at > Lag.TotalMilliseconds) Written.TryRemove(key, out _);
        }
        Written[host + path] = Environment.TickCount64;
    }

    /// <summary>Notes that a resource was removed, with all in it.</summary>
    public static void Forget(string host, string path)
    {
        string gone = host + path;
        foreach (string key in Written.Keys)
        {
            if (key.Equals(gone, StringComparison.OrdinalIgnoreCase) || key.StartsWith(gone + "/", StringComparison.OrdinalIgnoreCase))
                Written.TryRemove(key, out _);
        }
    }

    /// <summary>Whether a resource was written a moment ago.</summary>
    public static bool Has(string host, string path) =>
        Written.TryGetValue(host + path, out long at) && Environment.TickCount64 - at <= Lag.TotalMilliseconds;

    /// <summary>Whether something that a resource is part of was written a moment ago.</summary>
    public static bool HasAbove(string host, string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (Has(host, path[..slash])) return true;
        }
        return false;
    }
}
