using System.Net;
using Npgsql;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What a session is opened with: nothing is left to the environment, and no password stands in it.</summary>
public sealed class PostgresSettingsTests
{
    [Fact]
    public void Everything_is_said()
    {
        NpgsqlConnectionStringBuilder settings = Of(PgSslNegotiation.Postgres, tls: true, "/tmp/decoy.pem");

        Assert.Equal(("10.1.0.4", 6432, "someone", "orders"), (settings.Host, settings.Port, settings.Username, settings.Database));
        Assert.False(settings.Pooling);
        Assert.Equal(("PrivateLinkPg", 0, 0), (settings.ApplicationName, settings.Timeout, settings.CommandTimeout));
        Assert.Equal((true, 30, 10), (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval));
        Assert.Equal(PostgresSettings.Scram, settings.RequireAuth);
        Assert.True(settings.IncludeErrorDetail);
        Assert.Equal((SslMode.Require, SslNegotiation.Postgres), (settings.SslMode, settings.SslNegotiation));
        Assert.Equal(("/tmp/decoy.pem", "/tmp/decoy.pem"), (settings.SslCertificate, settings.SslKey));
        Assert.Equal(("UTF8", "GMT", GssEncryptionMode.Disable), (settings.ClientEncoding, settings.Timezone, settings.GssEncryptionMode));
        Assert.Null(settings.Password);
    }

    [Fact]
    public void What_was_asked_for_is_taken()
    {
        Assert.Equal(SslNegotiation.Direct, Of(PgSslNegotiation.Direct, tls: true, null).SslNegotiation);
        NpgsqlConnectionStringBuilder settings = Of(PgSslNegotiation.Postgres, tls: false, null);
        Assert.Equal((SslMode.Disable, null), (settings.SslMode, settings.SslCertificate));
    }

    private static NpgsqlConnectionStringBuilder Of(PgSslNegotiation negotiation, bool tls, string? decoy)
    {
        ProbeRequest request = new() { HostName = "db", Port = 6432, Database = "orders", SignIn = new("someone", "s3cret", false), SslNegotiation = negotiation };
        using NpgsqlDataSource source = PostgresSettings.Source(
            IPAddress.Parse("10.1.0.4"), request, tls ? new TlsClient(new(request, null!, TimeProvider.System)) : null, () => "s3cret", PostgresSettings.Scram, decoy);
        Assert.DoesNotContain("s3cret", source.ConnectionString, StringComparison.Ordinal);
        return new(source.ConnectionString);
    }
}
