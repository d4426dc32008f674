using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>What comes and goes is found by testing several times, within one limit of time.</summary>
public sealed class ProbeSeriesTests
{
    [Theory]
    [InlineData(1, 50, 1)]
    [InlineData(4, 50, 2)]
    [InlineData(5, 50, 3)]
    [InlineData(20, 95, 19)]
    [InlineData(21, 95, 20)]
    [InlineData(100, 95, 95)]
    [InlineData(100, 100, 100)]
    public void Percentiles_are_those_of_the_nearest_rank(int count, int percent, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), new ProbeSeries(null!, count, [.. Enumerable.Range(1, count).Select(i => TimeSpan.FromMilliseconds(i))]).Percentile(percent));

    [Fact]
    public async Task The_first_failure_is_shown_and_the_others_are_counted()
    {
        using CertificateLab lab = new();
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        // The third finds nobody: before the second is answered, nobody listens any more.
        Task serving = Task.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                using Socket socket = await server.AcceptSocketAsync();
                await socket.ReceiveAsync(new byte[8]);
                if (i == 1) server.Stop();
                await socket.SendAsync("S"u8.ToArray());
                using SslStream secured = new(new NetworkStream(socket));
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = lab.Server("good") });
            }
        });
        ProbeSeries series = await RunAsync(server, 4, TimeSpan.FromSeconds(30), PgSslMode.Require);
        await serving;
        Assert.Equal((4, 2), (series.Attempts, series.Failed));
        Assert.Equal(ProbeFault.PortClosed, Assert.Single(series.Shown.State.Faults).Fault);
        Assert.True(series.Percentile(50) <= series.Percentile(100));
    }

    [Fact]
    public async Task No_attempt_begins_after_the_time_is_over()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        ProbeSeries series = await RunAsync(server, 1_000_000, TimeSpan.FromSeconds(1));
        Assert.InRange(series.Attempts, 1, 999_999);
    }

    private static Task<ProbeSeries> RunAsync(TcpListener server, int count, TimeSpan limit, PgSslMode mode = PgSslMode.Disable) => ProbeSeries.RunAsync(
        new()
        {
            HostName = "127.0.0.1", Port = ((IPEndPoint)server.LocalEndpoint).Port, SslMode = mode, TimeLimit = limit,
        },
        count, TimeProvider.System, default);
}
