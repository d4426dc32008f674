using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>The folder of one server: its configuration, its certificate and, made when it starts, its data.</summary>
internal sealed class PostgresFolder
{
    private const string SupervisorName = "supervise.sh";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ProcessAccount? account;
    private readonly FolderLease lease;

    private PostgresFolder(string path, ProcessAccount? account)
    {
        Path = path;
        this.account = account;
        lease = FolderLease.Take(path);
    }

    internal string Path { get; }

    internal string DataPath => System.IO.Path.Combine(Path, "data");

    internal string ConfigurationPath => System.IO.Path.Combine(Path, "postgresql.conf");

    /// <summary>Statements for a single-user server, one a line.</summary>
    internal string RolesPath => System.IO.Path.Combine(Path, "roles.sql");

    /// <summary>The path as a value in postgresql.conf, where a backslash would be an escape.</summary>
    private string Quoted(string name) =>
        $"'{(OperatingSystem.IsWindows() ? Path.Replace('\\', '/') : Path).Replace("'", "''", StringComparison.Ordinal)}/{name}'";

    /// <summary>Makes an empty folder, which only the server's user may enter, inside one that this user may enter.</summary>
    internal static PostgresFolder Create(string parent, ProcessAccount? account)
    {
        var path = System.IO.Path.Combine(parent, $"privatelinkpg-postgres-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        account?.Own(path);
        return new PostgresFolder(path, account);
    }

    internal async Task WriteConfigurationAsync(IPEndPoint listen, PostgresConduct conduct, CancellationToken cancellation)
    {
        // initdb's file first: it knows what shared memory this machine has. Durability is of no use here, speed is.
        await WriteAsync("postgresql.conf", string.Create(CultureInfo.InvariantCulture, $"""
            include 'data/postgresql.conf'
            hba_file = {Quoted("pg_hba.conf")}
            listen_addresses = '{listen.Address}'
            port = {listen.Port}
            unix_socket_directories = ''
            ssl = {(conduct.Tls ? "on" : "off")}
            ssl_cert_file = {Quoted("server.crt")}
            ssl_key_file = {Quoted("server.key")}
            password_encryption = 'scram-sha-256'
            shared_buffers = 16MB
            fsync = off
            synchronous_commit = off
            full_page_writes = off
            log_destination = 'stderr'
            logging_collector = off
            lc_messages = 'C'
            {string.Join('\n', conduct.Settings)}

            """), cancellation);
        var type = conduct.Tls ? "hostssl" : "host";
        string[] rules = [.. conduct.AccessRules, $"{type} all all {listen.Address}/32 {conduct.AccessMethod}"];
        await WriteAsync("pg_hba.conf", string.Join('\n', rules) + "\n", cancellation);
    }

    internal Task WriteRolesAsync(PostgresSignIn signIn, PostgresConduct conduct, CancellationToken cancellation) =>
        WriteAsync("roles.sql", $"""
            CREATE ROLE {signIn.User} LOGIN CREATEDB CREATEROLE PASSWORD '{signIn.Password}';
            GRANT pg_monitor TO {signIn.User};
            CREATE ROLE {signIn.RestrictedUser} LOGIN PASSWORD '{signIn.Password}';
            ALTER DATABASE {signIn.Database} OWNER TO {signIn.User};
            REVOKE ALL ON DATABASE {signIn.Database} FROM PUBLIC;
            ALTER DATABASE {signIn.Database} CONNECTION LIMIT {(conduct.AdmitsSessions ? -1 : 0)};
            {string.Join('\n', conduct.Statements)}

            """, cancellation);

    internal async Task WriteCertificateAsync(ServerCertificate certificate, CancellationToken cancellation)
    {
        await WriteAsync("server.crt", certificate.CertificatePem, cancellation);
        await WriteAsync("server.key", certificate.PrivateKeyPem, cancellation);
    }

    /// <returns>The script's path.</returns>
    internal async Task<string> WriteSupervisorAsync(CancellationToken cancellation)
    {
        using var script = new StreamReader(typeof(PostgresFolder).Assembly.GetManifestResourceStream(SupervisorName)!);
        await WriteAsync(SupervisorName, await script.ReadToEndAsync(cancellation), cancellation);
        return System.IO.Path.Combine(Path, SupervisorName);
    }

    /// <summary>Removes what is left of it: the supervisor cannot remove the folder itself everywhere, and there may be none.</summary>
    internal void Remove() => lease.RemoveFolder();

    private async Task WriteAsync(string name, string text, CancellationToken cancellation)
    {
        var path = System.IO.Path.Combine(Path, name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        await using (var writer = new StreamWriter(path, options))
            await writer.WriteAsync(text.AsMemory(), cancellation);
        account?.Own(path);
    }
}
