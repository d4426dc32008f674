namespace PrivateLinkPg.Sandbox.Tests;

/// <summary>The project's own folder, wherever its tests run from.</summary>
internal static class Project
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PrivateLinkPg.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("PrivateLinkPg.sln is not above the tests.");
        return folder.FullName;
    }
}
