namespace PrivateLinkPg.Sandbox.Tests;

/// <summary>The package manager that brings the other PostgreSQL.</summary>
internal sealed class Npm() : ProgramPeer("npm", "npm");

/// <summary>OpenSSL's command.</summary>
internal sealed class OpenSsl() : ProgramPeer("openssl", "openssl");

/// <summary>Azure CLI, as Debian has it.</summary>
internal sealed class AzureCli() : DebianPeer("/usr/bin/az", "azure-cli");

/// <summary>Azure's SDK for Python, as Debian has it.</summary>
internal sealed class AzureSdkForPython() : DebianPeer("/usr/lib/python3/dist-packages/azure/mgmt/privatedns", "python3-azure");

/// <summary>What a Debian package puts at this path.</summary>
internal abstract class DebianPeer(string path, string package) : IPeer
{
    public Task<string?> MissingAsync() => Task.FromResult(Path.Exists(path) ? null : $"{path} is not there (Debian: apt-get install {package})");
}

/// <summary>The collected Azure documents and recordings, which are not part of the project: they lie beside its folder.</summary>
internal sealed class Specifications : IPeer
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Project.Root, "..", "shared", "azure-specs"));

    public bool IsOnBuildServers => false;

    public Task<string?> MissingAsync() => Task.FromResult(
        Directory.Exists(Folder) ? null : "the collected Azure documents are not beside the project (../shared/azure-specs)");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));
}
