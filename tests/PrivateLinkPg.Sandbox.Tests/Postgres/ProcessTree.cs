using System.Globalization;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>The machine's processes, as Linux shows them in /proc.</summary>
internal static class ProcessTree
{
    /// <summary>Those that have a text in their command line, and all that descend from them.</summary>
    internal static HashSet<int> Of(string text) => Below(All().Where(id => CommandLine(id).Contains(text, StringComparison.Ordinal)));

    /// <summary>Some processes, and all that descend from them.</summary>
    internal static HashSet<int> Below(IEnumerable<int> roots)
    {
        var parents = All().ToDictionary(id => id, Parent);
        var found = roots.ToHashSet();
        for (var before = 0; before < found.Count;)
        {
            before = found.Count;
            found.UnionWith(parents.Where(pair => found.Contains(pair.Value)).Select(pair => pair.Key).ToList());
        }

        return found;
    }

    /// <summary>Those that have not ended; one that only waits for its parent to notice has.</summary>
    internal static IEnumerable<int> Running() => All().Where(id => State(id) is not ([] or ["Z", ..]));

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    internal static string CommandLine(int process) => Read(process, "cmdline");

    private static int Parent(int process) => State(process) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    /// <summary>The fields after the program's name, which stands in parentheses and may hold anything.</summary>
    private static string[] State(int process)
    {
        var state = Read(process, "stat");
        return state[(state.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }
}
