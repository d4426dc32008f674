using System.Net;
using System.Net.Sockets;
using System.Text;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Postgres.ScriptedServer;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Whatever a server says after the dial is a result with a step and a cause.</summary>
public sealed class BadPeerTests : IDisposable
{
    private const string Secret = "s3cret-pass";
    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    // As of a stopped process or a paused machine: the system takes connections, also the one by which a query would be cancelled.
    [Theory]
    [InlineData("before an answer", "Query")]
    [InlineData("amid a message", "Query")]
    [InlineData("amid a text that is longer than its message", "Query")]
    [InlineData("amid a text that is longer than its message", "SignIn")]
    public async Task A_server_that_is_frozen_keeps_nobody_past_the_limit(string where, string step)
    {
        byte[] last = where switch { "before an answer" => [], "amid a message" => Row(1)[..9], _ => Lying('N', 8, "SWAR"u8.ToArray()) };
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        ManualClock clock = new();
        Task<ProbeResult> probe = new ConnectionProbe(clock).RunAsync(
            new()
            {
                HostName = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, SslMode = PgSslMode.Disable,
                SignIn = new("someone", Secret, false),
            }, default);
        using Socket dialled = await listener.AcceptSocketAsync();
        using Socket session = await listener.AcceptSocketAsync();
        await session.SendAsync((byte[])[.. step == "Query" ? SignedIn : AuthenticationOk, .. last]);
        byte[] heard = new byte[4096];
        string query = "";
        while (step == "Query" && !query.Contains("SELECT 1", StringComparison.Ordinal)) query += Encoding.Latin1.GetString(heard, 0, await session.ReceiveAsync(heard));

        await Patience.WhileAsync(probe, () => clock.Advance(TimeSpan.FromSeconds(15)));
        ProbeResult result = await probe;
        Assert.Equal((step, ProbeFault.ServerSilent), (result.State.Faults.Single().Step, result.State.Faults.Single().Fault));
        Assert.False(listener.Pending());
    }

    private static readonly Dictionary<string, (byte[]?[] Turns, string Step, ProbeFault Fault)> Peers = new()
    {
        ["closes after the start-up message"] = ([[]], "SignIn", ProbeFault.ConnectionClosed),
        ["asks for Kerberos (GSSAPI)"] = ([Authentication(7)], "SignIn", ProbeFault.MethodUnsupported),
        ["asks for SSPI"] = ([Authentication(9)], "SignIn", ProbeFault.MethodUnsupported),
        ["asks for Kerberos V5"] = ([Authentication(2)], "SignIn", ProbeFault.MethodUnsupported),
        ["asks for a method that nobody knows"] = ([Authentication(99)], "SignIn", ProbeFault.MethodUnsupported),
        ["offers only mechanisms that nobody knows"] = ([Mechanisms("OAUTHBEARER")], "SignIn", ProbeFault.MethodUnsupported),
        ["offers no mechanism at all"] = ([Mechanisms()], "SignIn", ProbeFault.ProtocolBroken),
        ["negotiates the protocol's version"] = ([[.. Message('v', [0, 3, 0, 0, 0, 0, 0, 0]), .. SignedIn]], "SignIn", ProbeFault.ProtocolBroken),
        ["sends random bytes"] = ([[0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3, 4, 5, 6, 7, 8]], "SignIn", ProbeFault.ProtocolBroken),
        ["sends a message of no known kind"] = ([Message('!', "what"u8)], "SignIn", ProbeFault.ProtocolBroken),
        ["sends a message of negative length"] = ([Lying('R', -5, 0, 0, 0, 0)], "SignIn", ProbeFault.ConnectionClosed),
        ["sends a message without room for its length"] = ([Lying('R', 0, 0, 0, 0, 0)], "SignIn", ProbeFault.ConnectionClosed),
        ["announces two gigabytes and closes"] = ([Lying('E', int.MaxValue, 1, 2, 3)], "SignIn", ProbeFault.ProtocolBroken),
        ["sends an authentication request without a method"] = ([Message('R', [])], "SignIn", ProbeFault.ConnectionClosed),
        ["sends a SCRAM challenge that is none"] = ([Mechanisms("SCRAM-SHA-256"), Authentication(11, 1, 2, 3)], "SignIn", ProbeFault.ProtocolBroken),
        ["sends a SCRAM challenge with another's nonce"] =
            ([Mechanisms("SCRAM-SHA-256"), Authentication(11, "r=other,s=QQ==,i=4096"u8.ToArray())], "SignIn", ProbeFault.ProtocolBroken),
        ["is ready without having let anybody in"] = ([Ready], "SignIn", ProbeFault.ProtocolBroken),
        ["sends a row instead of being ready"] = ([[.. AuthenticationOk, .. Row(1)]], "SignIn", ProbeFault.ProtocolBroken),
        ["refuses with an error that is empty"] = ([Message('E', [0])], "SignIn", ProbeFault.ProtocolBroken),
        ["refuses with an error that breaks off"] = ([Message('E', "SFATAL\0C28P01"u8)], "SignIn", ProbeFault.ConnectionClosed),
        ["refuses with half a UTF-8 sign"] = ([Message('E', [.. "SFATAL\0VFATAL\0C28P01\0Mbad "u8, 0xC3, 0, 0])], "SignIn", ProbeFault.PasswordRejected),
        ["closes after sign-in"] = ([SignedIn, []], "Query", ProbeFault.ConnectionClosed),
        ["answers no row"] = ([SignedIn, NoRow()], "Query", ProbeFault.QueryFailed),
        ["answers another number"] = ([SignedIn, Row(2)], "Query", ProbeFault.QueryFailed),
        ["answers the query with random bytes"] = ([SignedIn, [1, 2, 3, 4, 5, 6, 7, 8, 9]], "Query", ProbeFault.ConnectionClosed),
        ["answers the query with a copy"] = ([SignedIn, [.. Message('1', []), .. Message('2', []), .. Message('G', [0, 0, 0])]], "Query", ProbeFault.ProtocolBroken),
        ["ends the session while it is asked"] = ([SignedIn, Refusal("57P01", "ProcessInterrupts")], "Query", ProbeFault.SessionEnded),
        ["ends the session that is idle"] = ([SignedIn, Refusal("57P05", "ProcessInterrupts")], "Query", ProbeFault.SessionEnded),
        ["loses the database while it is asked"] = ([SignedIn, Refusal("57P04", "ProcessInterrupts")], "Query", ProbeFault.DatabaseDropped),
        ["has no disk left for the query"] = ([SignedIn, Refusal("53100", "mdextend")], "Query", ProbeFault.DiskFull),
        ["has the query cancelled"] = ([SignedIn, Refusal("57014", "ProcessInterrupts")], "Query", ProbeFault.QueryFailed),
        ["is a pooler whose queue is full"] = ([SignedIn, Refusal("08P01", null, "query_wait_timeout")], "Query", ProbeFault.PoolerQueueTimeout),
        ["has no disk left"] = ([Refusal("53100", "open")], "SignIn", ProbeFault.DiskFull),
        ["has no memory left"] = ([Refusal("53200", "AllocSetAlloc")], "SignIn", ProbeFault.OutOfMemory),
        ["is full"] = ([Refusal("53300", "InitProcess")], "SignIn", ProbeFault.TooManyConnections),
        ["keeps the last places"] = ([Refusal("53300", "InitPostgres")], "SignIn", ProbeFault.TooManyConnections),
        ["is full for the role"] = ([Refusal("53300", "InitializeSessionUserId")], "SignIn", ProbeFault.RoleIsFull),
        ["is full for the database"] = ([Refusal("53300", "CheckMyDatabase")], "SignIn", ProbeFault.DatabaseIsFull),
        ["is starting"] = ([Refusal("57P03", "ProcessStartupPacket")], "SignIn", ProbeFault.ServerNotReady),
        ["has not recovered far enough"] =
            ([Refusal("57P03", "p", "not accepting", "Consistent recovery state has not been yet reached.")], "SignIn", ProbeFault.ServerNotReady),
        ["is a standby that takes nobody"] =
            ([Refusal("57P03", "p", "not accepting", "Hot standby mode is disabled.")], "SignIn", ProbeFault.StandbyClosed),
        ["is shut down"] = ([Refusal("57P01", "ProcessInterrupts")], "SignIn", ProbeFault.ServerNotReady),
        ["crashed"] = ([Refusal("57P02", "quickdie")], "SignIn", ProbeFault.ServerNotReady),
        ["lost the database"] = ([Refusal("57P04", "ProcessInterrupts")], "SignIn", ProbeFault.DatabaseDropped),
        ["has the database closed"] = ([Refusal("55000", "CheckMyDatabase")], "SignIn", ProbeFault.DatabaseClosed),
        ["has a file that is wrong"] = ([Refusal("F0000", "load_hba")], "SignIn", ProbeFault.ServerMisconfigured),
        ["asks LDAP, which says no"] = ([Authentication(3), Refusal("28000", "auth_failed")], "SignIn", ProbeFault.AuthenticationServiceRejected),
        ["demands a certificate in words"] =
            ([Refusal("28000", "ClientAuthentication", "connection requires a valid client certificate")], "SignIn", ProbeFault.ClientCertificateMissing),
        ["is a pooler of another kind"] = ([Refusal("08P01", null, "computer says no")], "SignIn", ProbeFault.PoolerRefused),
        ["is a pooler without the user"] = ([Refusal("08P01", null, "no such user: someone")], "SignIn", ProbeFault.PoolerUserMissing),
        ["is a pooler that is stricter"] =
            ([Refusal("08P01", null, "unsupported startup parameter: TimeZone")], "SignIn", ProbeFault.PoolerParameterRefused),
        ["is a pooler that stops"] = ([Refusal("08P01", null, "pooler is shutting down")], "SignIn", ProbeFault.ServerNotReady),
        ["is PostgreSQL, and finds the protocol broken"] = ([Refusal("08P01", "pq_getmessage", "bad packet")], "SignIn", ProbeFault.SignInFailed),
    };

    public static TheoryData<string, bool> All()
    {
        TheoryData<string, bool> all = [];
        foreach (string peer in Peers.Keys)
        {
            all.Add(peer, true);
            all.Add(peer, false);
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_peer_that_misbehaves_fails_its_step(string peer, bool tls)
    {
        (byte[]?[] turns, string step, ProbeFault fault) = Peers[peer];
        ProbeResult result = await ProbeAsync(tls, turns);

        Assert.True((step, fault) == (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault), $"{result.State.Faults[0]}");
        Assert.NotEmpty(result.Detail(step));
        Assert.Equal(7, result.Steps.Count);
    }

    // To PostgreSQL's protocol the first letters announce 1.4 GB, for which there is memory or is not.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_web_server_is_no_PostgreSQL(bool tls)
    {
        ProbeResult result = await ProbeAsync(tls, [Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n<html>")]);

        (string step, ProbeFault fault, string words) = Assert.Single(result.State.Faults);
        Assert.Equal("SignIn", step);
        Assert.True(
            fault == ProbeFault.ConnectionClosed || (fault == ProbeFault.ProtocolBroken && words.Contains("longer than there is memory for", StringComparison.Ordinal)),
            $"{fault}: {words}");
    }

    [Theory]
    [InlineData("SignIn")]
    [InlineData("Query")]
    public async Task A_peer_that_goes_silent_fails_its_step_when_the_time_is_over(string step)
    {
        // As it is with a network that drops a connection without a word, at the first answer or after sign-in.
        ProbeResult result = await ProbeAsync(true, step == "SignIn" ? [null] : [SignedIn, null]);

        Assert.Equal((step, ProbeFault.ServerSilent), (result.State.Faults[0].Step, result.State.Faults[0].Fault));
    }

    [Fact]
    public async Task One_row_of_one_is_all_that_is_needed()
    {
        // And then an error for what is only good to know.
        ProbeResult result = await ProbeAsync(true, [SignedIn, Row(1), Error(('S', "ERROR"), ('V', "ERROR"), ('C', "42P01"), ('M', "no such view"))]);

        Assert.Equal("Name Skipped, Address Passed, Tcp Passed, Tls Passed, Certificate Passed, SignIn Passed, Query Passed", result.Line());
        Assert.Equal(new("15.4", "someone", "postgres", null, null), result.State.SessionFacts);
        Assert.Contains("did not ask for a password (trust)", result.Detail("SignIn"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Secret, Secret)]
    [InlineData("s3cret\n", "s3cret\n")]
    [InlineData("sec\u00ADret", "secret")]
    [InlineData("sec\u00ADret", "sec\u00ADret")]
    public async Task A_server_that_repeats_the_password_does_not_get_it_into_any_text(string password, string repeated)
    {
        ProbeResult result = await ProbeAsync(
            true, [Authentication(3), Error(('S', "FATAL"), ('V', "FATAL"), ('C', "08P01"), ('M', $"not {repeated}!"), ('D', repeated + "."))], password);

        Assert.Equal("The server says: not ****! (****) (08P01).", result.Detail("SignIn"));
        Assert.DoesNotContain(repeated, $"{result} {string.Join(' ', result.Steps)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "of an unknown version")]
    [InlineData("none", "none")]
    [InlineData("99999999999", "99999999999")]
    [InlineData("", "of an unknown version")]
    [InlineData("8.0.2", "8.0.2")]
    public async Task A_server_of_a_version_that_is_no_number_is_one(string? version, string told)
    {
        byte[] signedIn = [.. AuthenticationOk, .. version is null ? [] : Parameter("server_version", version), .. KeyData, .. Ready];
        ProbeResult result = await ProbeAsync(true, [signedIn, Row(1), NoRow()]);

        Assert.Empty(result.State.Faults);
        Assert.StartsWith($"PostgreSQL {told}, someone in postgres", result.Detail("Query"), StringComparison.Ordinal);
    }

    // Else every sentence would show which letters they are.
    [Fact]
    public async Task A_password_of_a_few_letters_is_masked_only_where_it_is_a_word()
    {
        ProbeResult result = await ProbeAsync(
            true, [Authentication(3), Error(('S', "FATAL"), ('V', "FATAL"), ('C', "08P01"), ('M', "database: 'as', as-is, has s"))], "as");

        Assert.Equal("The server says: database: '****', ****-is, has s (08P01).", result.Detail("SignIn"));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public async Task A_server_that_asks_for_Kerberos_is_told_without_words_for_programmers(int method) =>
        Assert.Equal("It asks for Kerberos (GSSAPI or SSPI).", (await ProbeAsync(true, [Authentication(method)])).Detail("SignIn"));

    [Fact]
    public async Task A_server_that_tells_the_password_as_a_fact_does_not_get_it_into_the_report()
    {
        byte[] signedIn = [.. AuthenticationOk, .. Parameter("server_version", $"15.4-{Secret}"), .. KeyData, .. Ready];
        ProbeResult result = await ProbeAsync(true, [signedIn, Row(1), NoRow()]);

        Assert.Equal("15.4-****", result.State.SessionFacts!.ServerVersion);
        Assert.Equal("someone", result.State.SessionFacts.User);
    }

    private static byte[] Refusal(string sqlState, string? routine, string message = "in some language", string? detail = null) => Error(
    [
        ('S', "FATAL"), ('V', "FATAL"), ('C', sqlState), ('M', message),
        .. routine is null ? [] : new[] { ('R', routine) }, .. detail is null ? [] : new[] { ('D', detail) },
    ]);

    private async Task<ProbeResult> ProbeAsync(bool tls, byte[]?[] turns, string password = Secret)
    {
        ManualClock clock = new();
        await using FakePostgresServer server = Start(tls ? _lab.Server("good") : null, () => clock.Advance(TimeSpan.FromSeconds(15)), turns);
        return await new ConnectionProbe(clock).RunAsync(
            new()
            {
                HostName = "127.0.0.1",
                Port = server.EndPoint.Port,
                SslMode = tls ? PgSslMode.Require : PgSslMode.Disable,
                SignIn = new("someone", password, false),
            },
            default);
    }
}
