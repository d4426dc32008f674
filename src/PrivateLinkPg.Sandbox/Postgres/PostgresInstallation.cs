namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>A PostgreSQL server that is installed on this machine.</summary>
/// <param name="BinDirectory">The folder of <c>initdb</c> and <c>postgres</c>.</param>
public sealed record PostgresInstallation(string BinDirectory)
{
    /// <summary>What to tell the user when <see cref="Find()"/> finds nothing.</summary>
    public const string HowToGet =
        "PostgreSQL's server is not installed (no initdb and postgres on PATH or in /usr/lib/postgresql/*/bin): apt-get install postgresql";

    /// <summary>The installation on PATH, else the newest in /usr/lib/postgresql; null when there is none (always on Windows).</summary>
    public static PostgresInstallation? Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "", "/usr/lib/postgresql");

    internal static PostgresInstallation? Find(string path, string versionsDirectory)
    {
        if (OperatingSystem.IsWindows())
            return null;
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(NewestFirst(versionsDirectory))
            .Where(directory => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "postgres")))
            .Select(directory => new PostgresInstallation(Behind(directory)))
            .FirstOrDefault();
    }

    /// <summary>Where a link to initdb leads: the server's user may not be allowed to enter the folder of the link.</summary>
    private static string Behind(string directory)
    {
        var target = File.ResolveLinkTarget(Path.Combine(directory, "initdb"), returnFinalTarget: true)?.FullName;
        return Path.GetDirectoryName(target) is { } real && File.Exists(Path.Combine(real, "postgres")) ? real : directory;
    }

    /// <summary>Debian keeps one folder per major version: 9.6, 15, 17.</summary>
    private static IEnumerable<string> NewestFirst(string versionsDirectory) =>
        Directory.Exists(versionsDirectory)
            ? Directory.EnumerateDirectories(versionsDirectory)
                .Select(directory => (directory, version: Version.TryParse(Dotted(Path.GetFileName(directory)), out var version) ? version : null))
                .Where(found => found.version is not null)
                .OrderByDescending(found => found.version)
                .Select(found => Path.Combine(found.directory, "bin"))
            : [];

    private static string Dotted(string version) => version.Contains('.', StringComparison.Ordinal) ? version : version + ".0";
}
