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

    /// <summary>Notes that a resource was written, or removed with all in it.</summary>
    /// <param name="host">The Azure it is in.</param>
    /// <param name="method">What was done.</param>
    /// <param name="path">Its id.</param>
    public static void Note(string host, RequestMethod method, string path)
    {
        if (method == RequestMethod.Put) Note(host + path);
        else if (method == RequestMethod.Delete) Forget(host + path);
    }

    /// <summary>Whether a resource was written a moment ago; of a list, what it is a list of.</summary>
    public static bool Has(string host, string path) =>
        // The last segment of a list is not a resource; what it is a list of is above it.
        Has(host + path) || (path.Count(each => each == '/') % 2 == 1 && Has(host + path[..path.LastIndexOf('/')]));

    /// <summary>Whether something that a resource is part of was written a moment ago.</summary>
    public static bool HasAbove(string host, string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (Has(host + path[..slash])) return true;
        }
        return false;
    }

    private static bool Has(string key) =>
        Written.TryGetValue(key, out long at) && Environment.TickCount64 - at <= Lag.TotalMilliseconds;

    private static void Note(string written)
    {
        foreach ((string key, long at) in Written)
        {
            if (Environment.TickCount64 - at > Lag.TotalMilliseconds) Written.TryRemove(key, out _);
        }
        Written[written] = Environment.TickCount64;
    }

    private static void Forget(string gone)
    {
        foreach (string key in Written.Keys)
        {
            if (key.Equals(gone, StringComparison.OrdinalIgnoreCase) || key.StartsWith(gone + "/", StringComparison.OrdinalIgnoreCase))
                Written.TryRemove(key, out _);
        }
    }
}
