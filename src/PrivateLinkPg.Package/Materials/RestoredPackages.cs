using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace PrivateLinkPg.Package.Materials;

/// <summary>What a restore brought, as its project.assets.json and the packages themselves say.</summary>
internal static class RestoredPackages
{
    /// <summary>Reads the packages of the only target framework.</summary>
    /// <exception cref="InvalidDataException">A package with assemblies does not say its licence as an SPDX expression.</exception>
    public static IReadOnlyList<RestoredPackage> Read(string assetsFile)
    {
        JsonNode assets = JsonNode.Parse(File.ReadAllText(assetsFile))!;
        string[] folders = [.. assets["packageFolders"]!.AsObject().Select(folder => folder.Key)];
        return [.. assets["targets"]!.AsObject().Single().Value!.AsObject()
            .Where(library => (string?)library.Value!["type"] == "package")
            .Select(library => (Library: library, Assemblies: Names(library.Value!["runtime"], Path.GetFileName)))
            .Where(each => each.Assemblies.Any(name => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
            .Select(each => Package(
                each.Library.Key.Split('/'), each.Library.Value!, each.Assemblies, Folder(assets, each.Library.Key, folders)))];
    }

    private static RestoredPackage Package(string[] key, JsonNode library, IReadOnlyList<string> assemblies, string folder) =>
        new(key[0], key[1],
            Licence(Directory.EnumerateFiles(folder, "*.nuspec").Single()), assemblies, Names(library["dependencies"], name => name));

    private static string Folder(JsonNode assets, string key, string[] folders)
    {
        string path = (string)assets["libraries"]![key]!["path"]!;
        return folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists)
            ?? throw new InvalidDataException($"Package {key} is in none of the package folders. Restore again.");
    }

    private static string Licence(string nuspec)
    {
        XElement? licence = XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence is { Value: { Length: > 0 } expression } && (string?)licence.Attribute("type") == "expression"
            ? expression
            : throw new InvalidDataException(
                $"{nuspec} names no licence by an SPDX expression. Look at it, and decide whether it may be shipped.");
    }

    private static IReadOnlyList<string> Names(JsonNode? node, Func<string, string> name) =>
        node is null ? [] : [.. node.AsObject().Select(property => name(property.Key))];
}
