using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using PrivateLinkPg.Core.Tests.Support;
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

    [Fact]
    public void Of_none_that_passed_there_is_no_time() => Assert.Null(new ProbeSeries(null!, 3, []).Percentile(50));

    // Each attempt takes as long as the clock is moved meanwhile, and answers by its turn.
    [Theory]
    [InlineData("pass 3, pass 1, pass 2", 3, "1 2 3", null)]
    [InlineData("pass 1, refuse 1, close 1, pass 1", 4, "1 1", ProbeFault.TlsRefused)]
    [InlineData("close 1, refuse 1", 2, "", ProbeFault.ConnectionClosed)]
    [InlineData("pass 10, wait 5, pass 1", 2, "10", ProbeFault.ServerSilent)]
    [InlineData("wait 15, pass 1", 1, "", ProbeFault.ServerSilent)]
    internal async Task Each_attempt_counts_by_its_time_and_the_first_that_failed_is_shown(string turns, int attempts, string times, ProbeFault? shown)
    {
        using CertificateLab lab = new();
        ManualClock clock = new();
        Queue<string[]> left = new(turns.Split(", ").Select(each => each.Split(' ')));
        await using FakePostgresServer server = new(async (socket, stop) =>
        {
            string[] turn = left.Dequeue();
            await socket.ReceiveAsync(new byte[8], stop);
            clock.Advance(TimeSpan.FromSeconds(int.Parse(turn[1], CultureInfo.InvariantCulture)));
            if (turn[0] == "wait") await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            if (turn[0] == "close") return;
            await socket.SendAsync(turn[0] == "pass" ? "S"u8.ToArray() : "N"u8.ToArray(), stop);
            if (turn[0] == "refuse") return;
            await using SslStream secured = new(new NetworkStream(socket));
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = lab.Server("good") }, stop);
        });
        ProbeSeries series = await ProbeSeries.RunAsync(
            new() { HostName = "127.0.0.1", Port = server.EndPoint.Port, SslMode = PgSslMode.Require }, turns.Split(", ").Length, clock, default);

        Assert.Equal((attempts, attempts - series.Times.Count), (series.Attempts, series.Failed));
        Assert.Equal(times, string.Join(' ', series.Times.Select(each => each.TotalSeconds)));
        Assert.Equal(shown, series.Shown.FirstFault());
    }

    private static Task<ProbeSeries> RunAsync(TcpListener server, int count, TimeSpan limit, PgSslMode mode = PgSslMode.Disable) => ProbeSeries.RunAsync(
        new()
        {
            HostName = "127.0.0.1", Port = ((IPEndPoint)server.LocalEndpoint).Port, SslMode = mode, TimeLimit = limit,
        },
        count, TimeProvider.System, default);
}
