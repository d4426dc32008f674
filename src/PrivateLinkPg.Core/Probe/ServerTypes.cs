using Npgsql.Internal;
using Npgsql.PostgresTypes;
using Npgsql.Util;

// Npgsql calls this part of it experimental; its version is pinned here.
#pragma warning disable NPG9001, NPG9002

namespace PrivateLinkPg.Probe;

/// <summary>
/// The types that the probe reads, which every server has. By itself Npgsql chooses them by the server's version and gives up where it
/// hears none, or one that is no number, as of servers and poolers of other makes; psql goes on there.
/// </summary>
internal sealed class ServerTypes() : NpgsqlDatabaseInfo("", 0, "", new Version(1, 0))
{
    // pg_type.dat of PostgreSQL.
    private static readonly (string Name, uint Oid)[] Read = [("boolean", 16), ("integer", 23), ("text", 25)];

    /// <summary>Has all sessions of this Npgsql begin with these types. The module's Npgsql is its own.</summary>
    public static void Use() => RegisterFactory(new Factory());

    protected override IEnumerable<PostgresType> GetTypes() => Read.Select(type => new Known(type.Name, type.Oid));

    private sealed class Known(string name, uint oid) : PostgresBaseType("pg_catalog", name, oid);

    private sealed class Factory : INpgsqlDatabaseInfoFactory
    {
        public Task<NpgsqlDatabaseInfo?> Load(NpgsqlConnector conn, NpgsqlTimeout timeout, bool async) =>
            Task.FromResult<NpgsqlDatabaseInfo?>(new ServerTypes());
    }
}
