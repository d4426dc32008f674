namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>How a server treats its clients, apart from its certificate.</summary>
/// <param name="Tls">Speaks TLS, and then only TLS, as Azure requires.</param>
/// <param name="AccessMethod">The method in pg_hba.conf.</param>
/// <param name="AdmitsSessions">Has a session left for the next client.</param>
internal sealed record PostgresConduct(bool Tls, string AccessMethod, bool AdmitsSessions)
{
    private static readonly PostgresConduct Sound = new(Tls: true, "scram-sha-256", AdmitsSessions: true);

    internal static PostgresConduct Of(PostgresFault fault) => fault switch
    {
        PostgresFault.TlsRefused => Sound with { Tls = false },
        PostgresFault.AccessRejected => Sound with { AccessMethod = "reject" },
        PostgresFault.TooManyConnections => Sound with { AdmitsSessions = false },
        _ => Sound,
    };
}
