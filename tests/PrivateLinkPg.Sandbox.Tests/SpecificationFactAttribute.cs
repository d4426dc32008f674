namespace PrivateLinkPg.Sandbox.Tests;

/// <summary>
/// A test over the collected Azure documents and recordings, which are not part of the project: they lie beside its folder.
/// Without them it is skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SpecificationFactAttribute : FactAttribute
{
    public SpecificationFactAttribute() => Skip = Specifications.Reason;
}

/// <inheritdoc cref="SpecificationFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SpecificationTheoryAttribute : TheoryAttribute
{
    public SpecificationTheoryAttribute() => Skip = Specifications.Reason;
}

/// <summary>Where the collected documents are.</summary>
internal static class Specifications
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Project.Root, "..", "shared", "azure-specs"));

    public static string? Reason => Directory.Exists(Folder) ? null : $"The collected Azure documents are not here: no folder {Folder}.";

    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));
}
