namespace PrivateLinkPg.Package.Materials;

/// <summary>A NuGet package that the module was built with.</summary>
/// <param name="Name">As the package writes itself.</param>
/// <param name="Version">The restored version.</param>
/// <param name="Licence">The SPDX expression that the package declares.</param>
/// <param name="Assemblies">The file names of its assemblies for the module's framework.</param>
/// <param name="Dependencies">The names of the packages that it depends on.</param>
internal sealed record RestoredPackage(
    string Name, string Version, string Licence, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Dependencies)
{
    /// <summary>The package URL, which names it among all package systems.</summary>
    public string Url => $"pkg:nuget/{Name}@{Version}";
}
