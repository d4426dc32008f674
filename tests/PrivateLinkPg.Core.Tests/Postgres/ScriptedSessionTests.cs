using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Postgres.ScriptedServer;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>How a sign-in goes on with a server that does as a script says: how often it is tried, with what, and what is told of it.</summary>
public sealed class ScriptedSessionTests : IDisposable
{
    private static readonly byte[] AsksPassword = Authentication(3);
    private readonly CertificateLab _lab = new();
    private readonly ClientCertificateLab _clients = new();

    public void Dispose()
    {
        _lab.Dispose();
        _clients.Dispose();
    }

    [Theory]
    [InlineData(false, false, "; the server did not ask for a password (trust).", true)]
    [InlineData(false, true, "; the server did not ask for a token (trust).", true)]
    [InlineData(true, false, ".", false)]
    [InlineData(true, true, ", by Entra token.", false)]
    public async Task How_a_role_got_in_is_told(bool asks, bool isToken, string how, bool isTrusted)
    {
        await using FakePostgresServer server = Start(null, () => { }, asks ? [AsksPassword, SignedIn, Row(1), NoRow()] : [SignedIn, Row(1), NoRow()]);
        ProbeResult result = await RunAsync(server, new("someone", "long-secret", isToken));

        Assert.Empty(result.State.Faults);
        Assert.Equal($"someone to database postgres{how}", result.Detail("SignIn"));
        Assert.Equal(isTrusted, result.State.IsTrusted);
    }

    [Fact]
    public async Task A_role_that_shows_a_certificate_is_not_called_trusted()
    {
        await using FakePostgresServer server = FakePostgresServer.Secured(Asking(), (secured, stop) => PlayAsync(secured, [SignedIn, Row(1), NoRow()], null, stop));
        using TlsIdentity identity = Identity();
        ProbeResult result = await RunAsync(server, identity: identity, tls: true);

        Assert.Equal("someone to database postgres, by client certificate or without any proof: no password was asked for.", result.Detail("SignIn"));
        Assert.False(result.State.IsTrusted);
    }

    public static readonly TheoryData<byte[]?, byte[]?, string> Facts = new()
    {
        { [1], "TLSv1.3"u8.ToArray(), "the server sees TLSv1.3" },
        { [0], null, "the server itself sees no TLS" },
        { null, null, "the server does not tell whether it sees TLS" },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task What_the_server_says_of_the_session_is_told(byte[]? ssl, byte[]? version, string words)
    {
        byte[] facts = Row((25, "app"u8.ToArray()), (25, "orders"u8.ToArray()), (16, ssl), (25, version));
        await using FakePostgresServer server = Start(null, () => { }, SignedIn, Row(1), facts);
        ProbeResult result = await RunAsync(server);

        Assert.Equal($"PostgreSQL 15.4, app in orders; {words}.", result.Detail("Query"));
        Assert.Equal(new("15.4", "app", "orders", ssl is null ? null : ssl[0] == 1, version is null ? null : "TLSv1.3"), result.State.SessionFacts);
    }

    [Fact]
    public async Task Another_answer_than_one_is_repeated()
    {
        Assert.Equal("The server answers SELECT 1 with '2'.", await AnswerAsync(Row(2)));
        Assert.Equal("The server answers SELECT 1 with 'nothing'.", await AnswerAsync(NoRow()));

        async Task<string> AnswerAsync(byte[] answer)
        {
            await using FakePostgresServer server = Start(null, () => { }, SignedIn, answer);
            return (await RunAsync(server)).Detail("Query");
        }
    }

    // What SCRAM would work on is not what the other methods show: only the server knows which it will be.
    [Theory]
    [InlineData("secret", "clear", "secret", 1, null)]
    [InlineData("\u00AA", "clear", "\u00AA", 1, null)]
    [InlineData("sec\u00ADret", "clear", "sec\u00ADret", 2, null)]
    [InlineData("sec\u00ADret", "refuses", null, 1, ProbeFault.RoleRejected)]
    [InlineData("sec\u00ADret", "begins SCRAM and ends", null, 1, ProbeFault.ConnectionClosed)]
    [InlineData("", "clear", null, 1, ProbeFault.PasswordMissing)]
    [InlineData("secret", "unheard of", null, 1, ProbeFault.MethodUnsupported)]
    internal async Task A_password_is_shown_as_its_method_has_it(string password, string how, string? shown, int sessions, ProbeFault? fault)
    {
        int met = 0;
        string? heard = null;
        await using FakePostgresServer server = new(async (socket, stop) =>
        {
            byte[] buffer = new byte[1024];
            if (await socket.ReceiveAsync(buffer, stop) == 0) return;
            Interlocked.Increment(ref met);
            await socket.SendAsync(how switch
            {
                "clear" => AsksPassword,
                "refuses" => FakePostgresServer.Error("28000", "role may not log in", "InitializeSessionUserId"),
                "unheard of" => Authentication(99),
                _ => Mechanisms("SCRAM-SHA-256"),
            }, stop);
            int length = await socket.ReceiveAsync(buffer, stop);
            if (how != "clear" || length == 0) return;
            heard = Encoding.UTF8.GetString(buffer, 5, length - 6);
            await using NetworkStream stream = new(socket);
            await stream.WriteAsync(SignedIn, stop);
            await PlayAsync(stream, [Row(1), NoRow()], null, stop);
        });
        ProbeResult result = await RunAsync(server, new("someone", password, false));

        Assert.Equal(fault, result.FirstFault());
        Assert.Equal((shown, sessions), (heard, met));
        if (how == "unheard of") Assert.DoesNotContain("Kerberos", result.Detail("SignIn"), StringComparison.Ordinal);
    }

    // By whether a certificate is shown, and what the server, which asks for one, does then: what it is told to be, after so many sessions.
    [Theory]
    [InlineData(false, "ends", "ClientCertificateMissing", 1)]
    [InlineData(false, "speaks wrongly", "ProtocolBroken", 1)]
    [InlineData(false, "takes the password and ends", "ConnectionClosed", 1)]
    [InlineData(true, "ends", "ClientCertificateRejected", 2)]
    [InlineData(true, "takes the password and ends", "ConnectionClosed", 1)]
    [InlineData(true, "hears and ends", "ConnectionClosed", 2)]
    [InlineData(true, "ends for ever", "ConnectionClosed", 1)]
    public async Task A_session_that_ends_is_laid_to_the_certificate_where_nothing_else_was_asked_for(bool shows, string what, string fault, int sessions)
    {
        int met = 0;
        FakePostgresServer? self = null;
        await using FakePostgresServer server = self = FakePostgresServer.Secured(Asking(), async (secured, stop) =>
        {
            Interlocked.Increment(ref met);
            if (what == "ends for ever") self!.StopListening();
            if (what is "ends" or "ends for ever") return;
            await PlayAsync(secured, what switch { "speaks wrongly" => [Ready], "hears and ends" => [[]], _ => [AsksPassword, []] }, null, stop);
        });
        ManualClock clock = new();
        using TlsIdentity? identity = shows ? Identity() : null;
        Task<ProbeResult> probing = RunAsync(server, identity: identity, tls: true, clock: clock);
        if (what == "hears and ends") await Patience.WhileAsync(probing, () => clock.Advance(TimeSpan.FromMilliseconds(50)));
        ProbeResult result = await probing;

        Assert.Equal(("SignIn", fault), (result.State.Faults[0].Step, $"{result.State.Faults[0].Fault}"));
        Assert.Equal(sessions, met);
    }

    private SslServerAuthenticationOptions Asking() => FakePostgresServer.Asking(_lab.Server("good"));

    private TlsIdentity Identity() => TlsIdentity.Load(_clients.Pem("someone"), null, null);

    private static Task<ProbeResult> RunAsync(FakePostgresServer server, SignIn? signIn = null, TlsIdentity? identity = null, bool tls = false, TimeProvider? clock = null) =>
        new ConnectionProbe(clock ?? TimeProvider.System).RunAsync(
            new()
            {
                HostName = "127.0.0.1", Port = server.EndPoint.Port, SslMode = tls ? PgSslMode.Require : PgSslMode.Disable, ClientCertificate = identity,
                SignIn = signIn ?? new("someone", "long-secret", false),
            },
            default);
}
