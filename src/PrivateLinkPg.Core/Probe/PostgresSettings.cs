using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>
/// What a session is opened with. Npgsql fills what is left open from the environment (PG* variables, files of the home folder);
/// nothing is left open here, so that only what was asked for counts.
/// </summary>
internal static class PostgresSettings
{
    /// <summary>Every way to sign in that there is.</summary>
    public const string AnyMethod = "None,Password,MD5,ScramSHA256,GSS,SSPI";

    /// <summary>SCRAM alone; a server that wants another gets no password.</summary>
    public const string Scram = "ScramSHA256";

    static PostgresSettings() => ServerTypes.Use();

    /// <summary>A data source for one session at <paramref name="address"/>; the caller disposes it.</summary>
    /// <param name="address">Where to connect; TLS still speaks to the host name.</param>
    /// <param name="request">Who signs in to what.</param>
    /// <param name="tls">Shakes hands; null for no TLS.</param>
    /// <param name="password">Gives the password when the server asks for it.</param>
    /// <param name="methods">By which methods the password may be shown, as Npgsql's RequireAuth.</param>
    /// <param name="decoy">A file with a certificate that is not sent; null where Npgsql finds none by itself.</param>
    public static NpgsqlDataSource Source(
        IPAddress address, ProbeRequest request, TlsClient? tls, Func<string> password, string methods, string? decoy)
    {
        NpgsqlSlimDataSourceBuilder builder = new();
        NpgsqlConnectionStringBuilder settings = builder.ConnectionStringBuilder;
        settings.Host = address.ToString();
        settings.Port = request.Port;
        settings.Username = request.SignIn!.User;
        settings.Database = request.Database;
        settings.Pooling = false;
        settings.ApplicationName = "PrivateLinkPg";
        // The probe keeps the time, of the session as of the steps before it.
        settings.Timeout = 0;
        settings.CommandTimeout = 0;
        // Ends what was left to a server that is no longer there.
        (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, 30, 10);
        settings.RequireAuth = methods;
        settings.IncludeErrorDetail = true;
        settings.SslNegotiation =
            request.SslNegotiation == PgSslNegotiation.Direct ? SslNegotiation.Direct : SslNegotiation.Postgres;
        // Our own judge decides for all modes; Npgsql lets it do so in this one.
        settings.SslMode = tls is null ? SslMode.Disable : SslMode.Require;
        Seal(settings, decoy);
        // Not in the settings: these do not keep a line break at the end. Without it Npgsql would look for a password by itself.
        builder.UsePasswordProvider(_ => password(), (_, _) => new(password()));
        if (tls is not null) builder.EnableTransportSecurity().UseSslClientAuthenticationOptionsCallback(tls.Apply);
        return builder.Build();
    }

    private static void Seal(NpgsqlConnectionStringBuilder settings, string? decoy)
    {
        settings.SslCertificate = settings.SslKey = decoy;
        settings.ClientEncoding = "UTF8";
        settings.Timezone = "GMT"; // The one zone that PostgreSQL has without any data files.
        settings.GssEncryptionMode = GssEncryptionMode.Disable;
        // No options at all would be better; poolers may not know the parameter.
        if (Environment.GetEnvironmentVariable("PGOPTIONS") is { Length: > 0 }) settings.Options = " ";
    }
}
