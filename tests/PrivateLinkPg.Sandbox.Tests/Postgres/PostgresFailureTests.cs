using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>Programs that do not come to be a server.</summary>
public sealed class PostgresFailureTests : IDisposable
{
    private readonly SandboxCertificateAuthority authority = new(TimeProvider.System);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public PostgresFailureTests()
    {
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Programs_that_fail_are_reported_with_their_last_words(bool underShell)
    {
        var programs = folder.CreateSubdirectory("bin");
        foreach (var program in (string[])["initdb", "postgres"])
        {
            var file = Path.Combine(programs.FullName, program);
            await File.WriteAllTextAsync(file, "#!/bin/sh\necho 'no space left' >&2\nexit 1\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }

        await using var servers = new PostgresServers(new PostgresInstallation(programs.FullName), authority, TimeProvider.System, folder.FullName) { UnderShell = underShell };
        var failure = await Assert.ThrowsAsync<PostgresStartException>(() => servers.GetEndpointAsync("orders", [PostgresBench.HostName]));
        Assert.Contains("no space left", failure.Message, StringComparison.Ordinal);
        Assert.Contains(programs.FullName, failure.Message, StringComparison.Ordinal);
        Assert.Equal(["bin"], folder.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }
}
