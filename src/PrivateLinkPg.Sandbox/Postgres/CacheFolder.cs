namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>Where this user keeps what can be had again.</summary>
internal static class CacheFolder
{
    private const string Name = "privatelinkpg";

    /// <summary>What to tell a user without a usable one.</summary>
    internal static string HowToName => Environment.IsPrivilegedProcess || OperatingSystem.IsWindows()
        ? $"or name another PostgreSQL in {PostgresSource.Variable}"
        : $"name one in XDG_CACHE_HOME, or another PostgreSQL in {PostgresSource.Variable}";

    /// <summary>Null when the user has none.</summary>
    internal static string? Find() => Find(
        Environment.IsPrivilegedProcess,
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>
    /// The system's place for caches for root, whose home no other user may enter, the server's included; else XDG_CACHE_HOME
    /// (absolute, as its specification demands); else the platform's place in the user's home.
    /// </summary>
    internal static string? Find(bool isRoot, string? named, string home)
    {
        if (OperatingSystem.IsWindows())
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return local.Length > 0 ? Path.Combine(local, Name, "Cache") : null;
        }
        if (isRoot)
            return Path.Combine(OperatingSystem.IsMacOS() ? "/Library/Caches" : "/var/cache", Name);
        if (Path.IsPathFullyQualified(named ?? ""))
            return Path.Combine(named!, Name);
        return Path.IsPathFullyQualified(home) ? Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache", Name) : null;
    }
}
