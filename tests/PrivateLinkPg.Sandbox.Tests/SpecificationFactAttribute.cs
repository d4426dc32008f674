using System.Runtime.CompilerServices;

namespace PrivateLinkPg.Sandbox.Tests;

/// <summary>
/// A test over the collected Azure documents and recordings, which are not part of the project: they lie beside its folder.
/// Without them it is skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SpecificationFactAttribute : FactAttribute
{
    public SpecificationFactAttribute([CallerMemberName] string test = "")
    {
        Skip = Specifications.Reason;
        // The console shows of a skipped test its name alone.
        if (Skip is not null) DisplayName = $"{test}: {Skip}";
    }
}

/// <inheritdoc cref="SpecificationFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SpecificationTheoryAttribute : TheoryAttribute
{
    public SpecificationTheoryAttribute([CallerMemberName] string test = "")
    {
        Skip = Specifications.Reason;
        // The console shows of a skipped test its name alone.
        if (Skip is not null) DisplayName = $"{test}: {Skip}";
    }
}

/// <summary>Where the collected documents are.</summary>
internal static class Specifications
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Project.Root, "..", "shared", "azure-specs"));

    public static string? Reason => Directory.Exists(Folder) ? null : "the collected Azure documents are not beside the project (../shared/azure-specs)";

    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));
}
