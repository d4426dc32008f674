using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using PrivateLinkPg.Sandbox.Tests.Postgres;
using PrivateLinkPg.Sandbox.Tests.Certificates;

namespace PrivateLinkPg.Sandbox.Tests.Network;

/// <summary>TLS from the first byte, without PostgreSQL's request for it before, through an approved endpoint: servers take it from 17 on.</summary>
public abstract class DirectTlsTests<T> : SandboxOn<T>
    where T : IPostgresUnderTest
{
    /// <summary>Protocol 3.0, user "x"; whoever speaks PostgreSQL answers with an R or an E.</summary>
    private static readonly byte[] Startup = [0, 0, 0, 16, 0, 3, 0, 0, (byte)'u', (byte)'s', (byte)'e', (byte)'r', 0, (byte)'x', 0, 0];

    private static async Task<bool> TakesDirectTlsAsync() => (await PostgresUnderTest<T>.VersionAsync()).Major >= 17;

    [PeerFact]
    public async Task With_the_protocols_name_it_is_verified_and_spoken_in_from_17_on()
    {
        var answer = await AnswerAsync(new SslApplicationProtocol("postgresql"));

        Assert.Equal(await TakesDirectTlsAsync() ? "postgresql: R" : "closed", answer);
    }

    [PeerFact]
    public async Task Without_the_protocols_name_it_is_refused() => Assert.Equal("closed", await AnswerAsync());

    [PeerFact]
    public async Task With_another_protocols_name_it_is_refused() => Assert.Equal("closed", await AnswerAsync(SslApplicationProtocol.Http11));

    [PeerFact]
    public async Task Npgsql_signs_in_by_it_with_verify_full_from_17_on()
    {
        await using var source = await SourceAsync(Ready.HostNames.FlexibleServer);
        if (!await TakesDirectTlsAsync())
        {
            await Assert.ThrowsAsync<NpgsqlException>(() => source.OpenConnectionAsync().AsTask());
            return;
        }

        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select ssl and version = 'TLSv1.3' from pg_stat_ssl where pid = pg_backend_pid()", connection);
        Assert.Equal(true, await command.ExecuteScalarAsync());
        Assert.Equal(await PostgresUnderTest<T>.VersionAsync(), new Version(connection.PostgreSqlVersion.Major, connection.PostgreSqlVersion.Minor));
    }

    [PeerFact]
    public async Task Npgsql_does_not_under_another_name()
    {
        await using var source = await SourceAsync("another.postgres.database.azure.com");
        var failure = await Assert.ThrowsAsync<NpgsqlException>(() => source.OpenConnectionAsync().AsTask());
        Assert.Equal(await TakesDirectTlsAsync(), failure.InnerException is AuthenticationException);
    }

    /// <returns>The protocol agreed on and the first letter of the server's answer to a startup message; or <c>closed</c>.</returns>
    private async Task<string> AnswerAsync(params SslApplicationProtocol[] protocols)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var client = new TcpClient();
        await client.ConnectAsync(await EndpointAsync(), limit.Token);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(await OptionsAsync(protocols), limit.Token);
            await tls.WriteAsync(Startup, limit.Token);
            var letter = new byte[1];
            return await tls.ReadAsync(letter, limit.Token) == 0 ? "closed" : $"{tls.NegotiatedApplicationProtocol}: {(char)letter[0]}";
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException { InnerException: not null })
        {
            // A certificate that does not convince is an AuthenticationException without a cause.
            return "closed";
        }
    }

    private async Task<SslClientAuthenticationOptions> OptionsAsync(SslApplicationProtocol[] protocols)
    {
        var policy = Trust.In(await File.ReadAllTextAsync(Ready.Postgres!.RootCertificate));
        return new() { TargetHost = Ready.HostNames.FlexibleServer, ApplicationProtocols = [.. protocols], CertificateChainPolicy = policy };
    }

    /// <summary>Connects to the endpoint's address, and verifies the certificate against this name.</summary>
    private async Task<NpgsqlDataSource> SourceAsync(string name)
    {
        var builder = new NpgsqlDataSourceBuilder();
        var settings = builder.ConnectionStringBuilder;
        (settings.Host, settings.Username, settings.Password, settings.Database) =
            ((await EndpointAsync()).Address.ToString(), Ready.Postgres!.User, Ready.Postgres.Password, Ready.Postgres.Database);
        (settings.SslMode, settings.SslNegotiation, settings.RootCertificate, settings.Pooling) =
            (SslMode.VerifyFull, SslNegotiation.Direct, Ready.Postgres.RootCertificate, false);
        builder.UseSslClientAuthenticationOptionsCallback(options => options.TargetHost = name);
        return builder.Build();
    }

    private async Task<IPEndPoint> EndpointAsync() => new(await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer), 5432);
}

public sealed class MachinePostgresDirectTlsTests : DirectTlsTests<MachinePostgres>;

public sealed class Postgres18DirectTlsTests : DirectTlsTests<Postgres18>;
