using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Package.Materials;

/// <summary>
/// The software bill of materials in the form of CycloneDX 1.5: each shipped package with its version, licence and assemblies, and the
/// SHA-256 of each. It holds no time and no random number, so that the same build gives the same text.
/// </summary>
internal static class BillOfMaterials
{
    private const string Licence = "MIT";
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Describes what is in <paramref name="module"/>.</summary>
    /// <exception cref="InvalidDataException">An assembly is of no package, so nobody could say where it comes from.</exception>
    public static string Write(string module, IReadOnlyList<RestoredPackage> packages, string version)
    {
        string[] files = [.. Directory.EnumerateFiles(module, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] own = [.. files.Where(IsOwn)];
        var shipped = files.Except(own)
            .GroupBy(file => packages.FirstOrDefault(package => package.Assemblies.Contains(Path.GetFileName(file)))
                ?? throw new InvalidDataException($"{file} is of no package that the cmdlets were built with."))
            .OrderBy(group => group.Key.Name, StringComparer.Ordinal).ToList();
        string self = $"pkg:nuget/PrivateLinkPg@{version}";
        var names = shipped.ToDictionary(group => group.Key.Name, group => group.Key.Url, StringComparer.OrdinalIgnoreCase);
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.5.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.5",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Component("PrivateLinkPg", version, self, Licence, module, own) },
            ["components"] = Array(shipped.Select(group =>
                Component(group.Key.Name, group.Key.Version, group.Key.Url, group.Key.Licence, module, group))),
            ["dependencies"] = Array([
                Dependency(self, names.Values),
                .. shipped.Select(group =>
                    Dependency(group.Key.Url, group.Key.Dependencies.Where(names.ContainsKey).Select(name => names[name])))]),
        }.ToJsonString(Indented) + "\n";
    }

    private static bool IsOwn(string file) => Path.GetFileName(file).StartsWith("PrivateLinkPg.", StringComparison.Ordinal);

    private static JsonObject Component(
        string name, string version, string url, string licence, string module, IEnumerable<string> files) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = url,
        ["name"] = name,
        ["version"] = version,
        ["licenses"] = Array([new JsonObject { ["expression"] = licence }]),
        ["purl"] = url,
        ["components"] = Array(files.Select(file => new JsonObject
        {
            ["type"] = "file",
            ["name"] = Path.GetRelativePath(module, file).Replace('\\', '/'),
            ["hashes"] = Array([new JsonObject { ["alg"] = "SHA-256", ["content"] = Sha256(file) }]),
        })),
    };

    private static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static JsonObject Dependency(string reference, IEnumerable<string> dependsOn) => new()
    {
        ["ref"] = reference,
        ["dependsOn"] = new JsonArray([.. dependsOn.Order(StringComparer.Ordinal).Select(each => (JsonNode)each)]),
    };

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items]);
}
