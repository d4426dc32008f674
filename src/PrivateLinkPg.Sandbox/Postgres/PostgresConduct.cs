namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>How a server treats its clients, apart from its certificate.</summary>
/// <param name="Tls">Speaks TLS, and then only TLS, as Azure requires.</param>
/// <param name="AccessMethod">The method in pg_hba.conf.</param>
/// <param name="AdmitsSessions">Has a session left for the next client.</param>
internal sealed record PostgresConduct(bool Tls, string AccessMethod, bool AdmitsSessions)
{
    /// <summary>Lines of pg_hba.conf that come before the one for everybody.</summary>
    internal IReadOnlyList<string> AccessRules { get; init; } = [];

    /// <summary>Lines for the end of postgresql.conf.</summary>
    internal IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What a superuser does before the server starts: statements, one a line.</summary>
    internal IReadOnlyList<string> Statements { get; init; } = [];

    internal static readonly PostgresConduct Sound = new(Tls: true, "scram-sha-256", AdmitsSessions: true);

    internal static PostgresConduct Of(PostgresFault fault) => fault switch
    {
        PostgresFault.TlsRefused => Sound with { Tls = false },
        PostgresFault.AccessRejected => Sound with { AccessMethod = "reject" },
        PostgresFault.TooManyConnections => Sound with { AdmitsSessions = false },
        _ => Sound,
    };
}
