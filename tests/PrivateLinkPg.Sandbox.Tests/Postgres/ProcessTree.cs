using System.Globalization;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>The machine's processes, as Linux shows them in /proc.</summary>
internal static class ProcessTree
{
    /// <summary>Those that have a text in their command line, and all that descend from them.</summary>
    internal static HashSet<int> Of(string text)
    {
        var parents = All().ToDictionary(id => id, Parent);
        var found = parents.Keys.Where(id => CommandLine(id).Contains(text, StringComparison.Ordinal)).ToHashSet();
        for (var before = 0; before < found.Count;)
        {
            before = found.Count;
            found.UnionWith(parents.Where(pair => found.Contains(pair.Value)).Select(pair => pair.Key).ToList());
        }

        return found;
    }

    /// <summary>Those that exist, in whatever state.</summary>
    internal static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    internal static string CommandLine(int process) => Read(process, "cmdline");

    /// <summary>The second field after the program's name, which stands in parentheses and may hold anything.</summary>
    private static int Parent(int process)
    {
        var state = Read(process, "stat");
        var fields = state[(state.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
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
