namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>The programs of a PostgreSQL server.</summary>
/// <param name="BinDirectory">The folder of <c>initdb</c> and <c>postgres</c>.</param>
public sealed record PostgresInstallation(string BinDirectory)
{
    /// <summary>Where installers put one folder per major version: 9.6, 15, 17.</summary>
    private static readonly string VersionsDirectory =
        OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")
        : OperatingSystem.IsMacOS() ? "/Library/PostgreSQL"
        : "/usr/lib/postgresql";

    /// <summary>What to tell the user when <see cref="Find()"/> finds nothing.</summary>
    internal static readonly string NotHere =
        $"PostgreSQL's server is not installed (no initdb and postgres on PATH or in {Path.Combine(VersionsDirectory, "*", "bin")})";

    /// <summary>The machine's: the one on PATH, else the newest that an installer left; null when there is none.</summary>
    public static PostgresInstallation? Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "", VersionsDirectory);

    internal static PostgresInstallation? Find(string path, string versionsDirectory) => path
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(NewestFirst(versionsDirectory))
        .Select(In)
        .FirstOrDefault(found => found is not null);

    /// <summary>The one in this folder of programs; null when it is none.</summary>
    internal static PostgresInstallation? In(string directory) =>
        IsThere(Program(directory, "initdb")) && IsThere(Program(directory, "postgres"))
            ? new PostgresInstallation(Behind(directory))
            : null;

    /// <summary>The path of one of its programs.</summary>
    internal string Program(string name) => Program(BinDirectory, name);

    private static string Program(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>A link counts where it leads to something: what it led to may have been removed.</summary>
    private static bool IsThere(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is not { Exists: false };

    /// <summary>Where a link to initdb leads: the server's user may not be allowed to enter the folder of the link.</summary>
    private static string Behind(string directory)
    {
        var target = File.ResolveLinkTarget(Program(directory, "initdb"), returnFinalTarget: true)?.FullName;
        return Path.GetDirectoryName(target) is { } real && File.Exists(Program(real, "postgres")) ? real : directory;
    }

    private static IEnumerable<string> NewestFirst(string versionsDirectory) =>
        Directory.Exists(versionsDirectory)
            ? Directory.EnumerateDirectories(versionsDirectory)
                .Select(directory => (directory, version: VersionOf(Path.GetFileName(directory))))
                .Where(found => found.version is not null)
                .OrderByDescending(found => found.version)
                .Select(found => Path.Combine(found.directory, "bin"))
            : [];

    private static Version? VersionOf(string name) =>
        Version.TryParse(name.Contains('.', StringComparison.Ordinal) ? name : name + ".0", out var version) ? version : null;
}
