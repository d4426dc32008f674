using System.IO.Compression;
using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>What the build laid out for import.</summary>
public sealed class ModuleFolderTests
{
    private static string Bin => Path.Combine(Repository.ModuleFolder, "bin");

    [Fact]
    public void The_root_has_what_the_engine_reads_and_nothing_else() => Assert.Equal(
        ["LICENSE", "PrivateLinkPg.Cmdlets.dll", "PrivateLinkPg.Init.dll", "PrivateLinkPg.format.ps1xml", "PrivateLinkPg.psd1", "PrivateLinkPg.types.ps1xml", "THIRD-PARTY-NOTICES.md", "bin", "en-US"],
        Directory.EnumerateFileSystemEntries(Repository.ModuleFolder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Fact]
    public void The_help_is_there() => Assert.Equal(
        Repository.Files("en-US").Select(path => Path.GetFileName(path)),
        Directory.EnumerateFiles(Path.Combine(Repository.ModuleFolder, "en-US")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void No_engine_assembly_is_shipped() => Assert.Empty(Directory.EnumerateFiles(Repository.ModuleFolder, "System.Management.Automation*", SearchOption.AllDirectories));

    [Fact]
    public void Every_assembly_of_bin_is_reached_from_Core()
    {
        var reached = new HashSet<string>();
        Reach("PrivateLinkPg.Core");
        Assert.Equal(reached.Order(StringComparer.Ordinal), Shipped.Order(StringComparer.Ordinal));

        void Reach(string name)
        {
            if (!File.Exists(Path.Combine(Bin, name + ".dll")) || !reached.Add(name)) return;
            foreach (string reference in ReferencesOf(Path.Combine(Bin, name + ".dll"))) Reach(reference);
        }
    }

    // The cmdlets live in the engine's load context: an assembly of which bin/ has a copy would be two different ones at their border.
    [Fact]
    public void The_cmdlets_share_nothing_but_Core_with_bin() =>
        Assert.Equal(["PrivateLinkPg.Core"], ReferencesOf(Path.Combine(Repository.ModuleFolder, "PrivateLinkPg.Cmdlets.dll")).Intersect(Shipped));

    [Fact]
    public void Every_foreign_assembly_has_its_notice() => AssertEach.All(
        Shipped.Where(name => !name.StartsWith("PrivateLinkPg", StringComparison.Ordinal)),
        name => Assert.Matches($@"[ ,]{System.Text.RegularExpressions.Regex.Escape(name)}[ ,]", Repository.Text("THIRD-PARTY-NOTICES.md")));

    [Fact]
    public void The_folder_is_small_when_packed()
    {
        using var packed = new MemoryStream();
        ZipFile.CreateFromDirectory(Repository.ModuleFolder, packed);
        Assert.InRange(packed.Length, 1, 8 * 1024 * 1024);
    }

    private static IEnumerable<string> Shipped => Directory.EnumerateFiles(Bin).Select(path => Path.GetFileNameWithoutExtension(path)!);

    private static IEnumerable<string> ReferencesOf(string assembly)
    {
        using FileStream file = File.OpenRead(assembly);
        using var reader = new System.Reflection.PortableExecutable.PEReader(file);
        System.Reflection.Metadata.MetadataReader metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(reader);
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
