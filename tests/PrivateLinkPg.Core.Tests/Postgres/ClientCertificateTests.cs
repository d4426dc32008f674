using System.Net.Security;
using System.Security.Authentication;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Servers that want to see the client's certificate, or do not, and go on, or do not: without a sign-in, where nothing else tells.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private const string Missing = "The server asked for a client certificate and ended the connection without one.";
    private const string Rejected = "The server ended the connection when it had seen the client certificate.";
    private readonly CertificateLab _lab = new();
    private readonly ClientCertificateLab _clients = new();

    public void Dispose()
    {
        _lab.Dispose();
        _clients.Dispose();
    }

    [Theory]
    [InlineData(SslProtocols.Tls13, false, "goes on", null, "TLSv1.3, ")]
    [InlineData(SslProtocols.Tls13, false, "ends", ProbeFault.ClientCertificateMissing, Missing)]
    [InlineData(SslProtocols.Tls13, false, "speaks", null, "TLSv1.3, ")]
    [InlineData(SslProtocols.Tls13, true, "goes on", null, "TLSv1.3, ")]
    [InlineData(SslProtocols.Tls13, true, "ends", ProbeFault.ClientCertificateRejected, Rejected)]
    [InlineData(SslProtocols.Tls13, true, "speaks", null, "TLSv1.3, ")]
    [InlineData(SslProtocols.Tls12, false, "goes on", null, "TLSv1.2, ")]
    [InlineData(SslProtocols.Tls12, false, "ends", ProbeFault.ClientCertificateMissing, Missing)]
    [InlineData(SslProtocols.Tls12, true, "goes on", null, "TLSv1.2, ")]
    [InlineData(SslProtocols.Tls12, true, "ends", ProbeFault.ClientCertificateRejected, Rejected)]
    internal async Task One_that_asks_is_waited_for(SslProtocols version, bool shows, string what, ProbeFault? fault, string words) =>
        Told(await ProbeAsync(Asking(version), shows, what), fault, words);

    [Theory]
    [InlineData(SslProtocols.Tls13, false)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls12, true)]
    internal async Task One_that_does_not_ask_is_not(SslProtocols version, bool shows) =>
        Told(await ProbeAsync(Options(version), shows, "ends"), null, version == SslProtocols.Tls12 ? "TLSv1.2, " : "TLSv1.3, ");

    // The certificate that failed is the server's: what it thinks of ours is another matter.
    [Theory]
    [InlineData(SslProtocols.Tls13, false)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls12, true)]
    internal async Task One_that_is_not_trusted_is_not_waited_for(SslProtocols version, bool shows)
    {
        ProbeResult result = await ProbeAsync(Asking(version, "self-signed"), shows, "ends", PgSslMode.VerifyCA);

        Assert.Equal(("Certificate", ProbeFault.CertificateUntrusted), (Assert.Single(result.State.Faults).Step, result.State.Faults[0].Fault));
    }

    [Fact]
    public async Task Who_gives_up_is_not_kept_waiting()
    {
        using CancellationTokenSource stop = new();
        await using FakePostgresServer server = FakePostgresServer.Secured(Asking(SslProtocols.Tls13), async (_, until) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, until);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ConnectionProbe(new ManualClock()).RunAsync(Request(server, null, PgSslMode.Require), stop.Token));
    }

    private SslServerAuthenticationOptions Options(SslProtocols version) => new() { ServerCertificateContext = _lab.Server("good"), EnabledSslProtocols = version };

    private SslServerAuthenticationOptions Asking(SslProtocols version, string certificate = "good")
    {
        SslServerAuthenticationOptions options = FakePostgresServer.Asking(_lab.Server(certificate));
        options.EnabledSslProtocols = version;
        return options;
    }

    private async Task<ProbeResult> ProbeAsync(SslServerAuthenticationOptions options, bool shows, string what, PgSslMode mode = PgSslMode.Require)
    {
        ManualClock clock = new();
        using TlsIdentity? identity = shows ? TlsIdentity.Load(_clients.Pem("app"), null, null) : null;
        await using FakePostgresServer server = FakePostgresServer.Secured(options, what switch
        {
            "ends" => (_, _) => Task.CompletedTask,
            "speaks" => async (secured, stop) =>
            {
                await secured.WriteAsync("R"u8.ToArray(), stop);
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            },
            _ => null,
        });
        Task<ProbeResult> probing = new ConnectionProbe(clock).RunAsync(Request(server, identity, mode), default);
        // Whoever goes on says nothing: that alone takes time.
        if (what == "goes on") await Patience.WhileAsync(probing, () => clock.Advance(TimeSpan.FromMilliseconds(50)));
        return await probing;
    }

    private static ProbeRequest Request(FakePostgresServer server, TlsIdentity? identity, PgSslMode mode) =>
        new() { HostName = "127.0.0.1", Port = server.EndPoint.Port, SslMode = mode, ClientCertificate = identity };

    private static void Told(ProbeResult result, ProbeFault? fault, string words)
    {
        Assert.Equal(fault, result.FirstFault());
        Assert.StartsWith(words, result.Detail("Tls"), StringComparison.Ordinal);
    }
}
