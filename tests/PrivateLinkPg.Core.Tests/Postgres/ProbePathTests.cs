using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Core.Tests.Dns;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Name, address, TCP and TLS against servers that misbehave; both with and without a sign-in, which take different ways.</summary>
public sealed class ProbePathTests : IDisposable
{
    private const string Host = CertificateLab.Host;
    private static readonly SignIn Someone = new("someone", "something-secret", false);
    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_public_address_fails_without_any_expectation_and_is_not_connected_to()
    {
        ProbeResult result = await LocalProbe.RunAsync(new() { HostName = Host }, "20.1.2.3");

        Assert.Equal("Name Passed, Address Failed, Tcp Skipped, Tls Skipped, Certificate Skipped, SignIn Skipped, Query Skipped", result.Line());
        Assert.Equal(ProbeFault.PublicAddress, Assert.Single(result.State.Faults).Fault);
        Assert.Null(result.State.Address);
    }

    [Theory]
    [InlineData("20.1.2.3", nameof(ProbeFault.PublicAddress))]
    [InlineData("10.9.9.9", nameof(ProbeFault.UnexpectedAddress))]
    public async Task Where_dns_is_wrong_the_expected_address_is_tried_with_the_right_name(string resolved, string fault)
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"));
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { ExpectedAddresses = [IPAddress.Loopback] }, resolved);

        Assert.Equal("Name Passed, Address Failed, Tcp Passed, Tls Passed, Certificate Passed, SignIn Skipped, Query Skipped", result.Line());
        Assert.Equal(("Address", fault), (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault.ToString()));
        Assert.Equal(IPAddress.Loopback, result.State.Address);
    }

    [Fact]
    public async Task Where_dns_fails_the_expected_address_is_tried_too()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"));
        await using FakeDnsServer dns = new(query => [query.Answer(3)]);
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(
            Request(server) with { ExpectedAddresses = [IPAddress.Loopback], DnsServer = dns.EndPoint }, default);

        Assert.Equal("Name Failed, Address Skipped, Tcp Passed, Tls Passed, Certificate Passed, SignIn Skipped, Query Skipped", result.Line());
        Assert.Equal(ProbeFault.NameNotFound, Assert.Single(result.State.Faults).Fault);
    }

    [Fact]
    public async Task Where_dns_says_nothing_in_time_the_expected_address_is_tried_too()
    {
        await using FakeDnsServer dns = new(_ => []);
        ProbeResult result = await new ConnectionProbe(new SkippingClock()).RunAsync(
            new() { HostName = Host, ExpectedAddresses = [IPAddress.Loopback], DnsServer = dns.EndPoint }, default);

        Assert.Equal(("Name", ProbeFault.DnsServerSilent), (result.State.Faults[0].Step, result.State.Faults[0].Fault));
        Assert.Equal(IPAddress.Loopback, result.State.Address);
    }

    [Fact]
    public async Task Any_of_several_expected_addresses_is_right()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"));
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { ExpectedAddresses = [IPAddress.Parse("10.0.0.4"), IPAddress.Loopback] });

        Assert.Empty(result.State.Faults);
    }

    [Fact]
    public async Task A_second_address_that_was_not_expected_fails_since_clients_may_take_it()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"));
        await using FakeDnsServer dns = new(query => [query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Loopback), (null, IPAddress.Parse("20.1.2.3"))]) : query.Answer()]);
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(
            Request(server) with { ExpectedAddresses = [IPAddress.Loopback], DnsServer = dns.EndPoint }, default);

        Assert.Equal(ProbeFault.PublicAddress, Assert.Single(result.State.Faults).Fault);
        Assert.Contains("20.1.2.3", result.Detail("Address"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_refuses_gives_way_to_the_next()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"), IPAddress.Parse("127.0.0.3"));
        await using FakeDnsServer dns = new(query => [query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Parse("127.0.0.2")), (null, IPAddress.Parse("127.0.0.3"))]) : query.Answer()]);
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(Request(server) with { DnsServer = dns.EndPoint }, default);

        Assert.Empty(result.State.Faults);
        Assert.Equal(IPAddress.Parse("127.0.0.3"), result.State.Address);
    }

    [Fact]
    public async Task A_closed_port_is_told_from_a_silent_address()
    {
        using Socket reserved = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Bound and not listening: refuses.
        ProbeResult result = await LocalProbe.RunAsync(new() { HostName = Host, Port = ((IPEndPoint)reserved.LocalEndPoint!).Port });

        Assert.Equal(("Tcp", ProbeFault.PortClosed), (result.State.Faults[0].Step, result.State.Faults[0].Fault));
    }

    [Fact]
    public async Task An_address_that_swallows_connections_is_silent()
    {
        using FullQueue full = new(IPAddress.Loopback);
        ManualClock clock = new();
        // An address needs no look-up, so the probe waits for its TCP connection when the call returns.
        Task<ProbeResult> probing = new ConnectionProbe(clock).RunAsync(new() { HostName = "127.0.0.1", Port = full.EndPoint.Port }, default);
        clock.Advance(TimeSpan.FromSeconds(15));
        ProbeResult result = await probing;

        Assert.Equal(("Tcp", ProbeFault.AddressSilent), (result.State.Faults[0].Step, result.State.Faults[0].Fault));
        Assert.Equal(IPAddress.Loopback, result.State.Address);
    }

    [Theory]
    [InlineData("N", false, nameof(ProbeFault.TlsRefused), "does not do TLS")]
    [InlineData("N", true, nameof(ProbeFault.TlsRefused), "does not do TLS")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", false, nameof(ProbeFault.NotPostgreSql), "HTTP/1.1 400 Bad Request")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", true, nameof(ProbeFault.NotPostgreSql), "HTTP/1.1 400 Bad Request")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", true, nameof(ProbeFault.TlsHandshakeFailed), "The server agreed to TLS, then the handshake failed: ")]
    [InlineData("", false, nameof(ProbeFault.ConnectionClosed), "closed the connection")]
    [InlineData("", true, nameof(ProbeFault.ConnectionClosed), "closed the connection")]
    public async Task What_a_server_answers_to_the_request_for_tls_is_told_apart(string reply, bool signIn, string fault, string words)
    {
        await using FakePostgresServer server = FakePostgresServer.Answering(reply);
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { SignIn = signIn ? Someone : null });

        Assert.Equal(("Tls", fault), (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault.ToString()));
        Assert.Contains(words, result.Detail("Tls"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E\0\0\0\u0025SFATAL\0C53300\0Mtoo many clients\0\0", "RefusedBeforeTls", "In clear text, before TLS: The server says: too many clients (53300).")]
    [InlineData("E\0\0\0\u0030SFATAL\0C57P03\0Mnot now\0DAsk \u001blater.\0\0", "RefusedBeforeTls", "not now (Ask \u001blater) (57P03)")]
    [InlineData("Ecould not fork new process for connection: no memory\n\0", "RefusedBeforeTls", "could not fork new process for connection: no memory (no SQLSTATE)")]
    [InlineData("E\0\0\0\u0025SFATAL\0C533", "NotPostgreSql", "does not speak")]
    [InlineData("Error: what?\r\n", "NotPostgreSql", "'Error: what?'")]
    public async Task An_error_before_tls_is_told_as_what_nobody_has_proved(string reply, string fault, string words)
    {
        foreach (SignIn? signIn in new[] { null, Someone })
        {
            await using FakePostgresServer server = FakePostgresServer.Answering(reply);
            ProbeResult result = await LocalProbe.RunAsync(Request(server) with { SignIn = signIn });

            Assert.Equal(("Tls", fault), (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault.ToString()));
            Assert.Contains(words, result.Detail("Tls"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_resets_the_connection_is_told(bool signIn)
    {
        await using FakePostgresServer server = FakePostgresServer.Resetting();
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { SignIn = signIn ? Someone : null });

        Assert.Equal(("Tls", ProbeFault.ConnectionClosed), (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault));
    }

    // The first connection is the dial's, the second the session's; the third is made to see what was wrong.
    [Theory]
    [InlineData(false, "The connection broke off at the first attempt and not at the second: Exception while reading from stream", "")]
    [InlineData(true, "The connection broke off (Exception while reading from stream", ") and could not be made again: ")]
    public async Task A_session_that_breaks_off_is_looked_at_again(bool stops, string words, string end)
    {
        await using FakePostgresServer good = FakePostgresServer.Tls(_lab.Server("good"));
        int met = 0;
        FakePostgresServer? self = null;
        await using FakePostgresServer server = self = new(async (socket, stop) =>
        {
            int number = Interlocked.Increment(ref met);
            if (number == 1) return;
            if (number == 2)
            {
                await socket.ReceiveAsync(new byte[8], stop);
                if (stops) self!.StopListening();
                return;
            }
            using Socket on = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await on.ConnectAsync(good.EndPoint, stop);
            await using NetworkStream here = new(socket);
            await using NetworkStream there = new(on);
            await Task.WhenAny(here.CopyToAsync(there, stop), there.CopyToAsync(here, stop));
        });
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { SignIn = Someone });

        Assert.Equal(("Tls", ProbeFault.ConnectionClosed), (Assert.Single(result.State.Faults).Step, result.State.Faults[0].Fault));
        Assert.StartsWith(words, result.Detail("Tls"), StringComparison.Ordinal);
        Assert.Contains(end, result.Detail("Tls"), StringComparison.Ordinal);
        Assert.Equal(stops ? 2 : 3, met);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_server_takes_what_is_left_of_the_time(bool signIn)
    {
        ManualClock clock = new();
        await using FakePostgresServer server = FakePostgresServer.Silent(() => clock.Advance(TimeSpan.FromSeconds(15)));
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { SignIn = signIn ? Someone : null }, clock: clock);

        Assert.Equal(("Tls", ProbeFault.ServerSilent), (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault));
        Assert.Equal("No answer within 15 s.", result.Detail("Tls"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_the_wait_for_a_silent_server(bool signIn)
    {
        using CancellationTokenSource stop = new();
        await using FakePostgresServer server = FakePostgresServer.Silent(stop.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            LocalProbe.RunAsync(Request(server) with { SignIn = signIn ? Someone : null }, cancellation: stop.Token));
    }

    [Fact]
    public async Task A_host_given_as_an_address_is_dialled_and_its_certificate_must_stand_for_it()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"));
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(Request(server) with { HostName = "127.0.0.1" }, default);

        Assert.Equal("Name Skipped, Address Passed, Tcp Passed, Tls Passed, Certificate Failed, SignIn Skipped, Query Skipped", result.Line());
        Assert.Equal(ProbeFault.CertificateNameMismatch, Assert.Single(result.State.Faults).Fault);
    }

    [Fact]
    public async Task The_certificate_step_judges_chain_time_and_name_apart()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("expired and other name"));
        ProbeResult result = await LocalProbe.RunAsync(Request(server));

        string detail = result.Detail("Certificate");
        Assert.Contains("trusted, from CN=Lab Root", detail, StringComparison.Ordinal);
        Assert.Contains("; it expired on ", detail, StringComparison.Ordinal);
        Assert.Contains($"stands for other.example, not for {Host}", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_accepted_keeps_the_password_at_home()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("self-signed"));
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { SignIn = Someone });

        Assert.Equal(ProbeFault.CertificateUntrusted, Assert.Single(result.State.Faults).Fault);
        Assert.Equal("Skipped", result.Steps.Single(step => step.Name == "SignIn").Status);
        Assert.Equal(0, await server.Heard);
    }

    [Fact]
    public async Task No_password_is_in_any_text()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"));
        ProbeResult result = await LocalProbe.RunAsync(Request(server) with { SignIn = Someone });

        string all = $"{result} {result.State.Request} {string.Join(' ', result.Steps)} {string.Join(' ', result.State.Faults)}";
        Assert.DoesNotContain(Someone.Password, all, StringComparison.Ordinal);
    }

    private ProbeRequest Request(FakePostgresServer server) =>
        new() { HostName = Host, Port = server.EndPoint.Port, RootCertificates = RootCertificates.Load(_lab.RootFile) };
}
