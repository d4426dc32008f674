using System.Reflection;

namespace PrivateLinkPg.Contract.Tests.Support;

/// <summary>The sources that this build was made of, and the module that it laid out.</summary>
internal static class Repository
{
    private static readonly string[] Made = ["bin", "obj", "out", "TestResults", ".git", ".vs", ".idea", "BenchmarkDotNet.Artifacts"];

    public static string Root => Read("Repository");

    public static string ModuleFolder => Read("Module");

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The paths of all source files below <paramref name="folder"/>, from the root, with slashes.</summary>
    public static IEnumerable<string> Files(string folder = "", params string[] extensions) => Below(Path.Combine(Root, folder))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => extensions.Length == 0 || extensions.Contains(Path.GetExtension(path)))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(child => !Made.Contains(Path.GetFileName(child))).SelectMany(Below));

    private static string Read(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
