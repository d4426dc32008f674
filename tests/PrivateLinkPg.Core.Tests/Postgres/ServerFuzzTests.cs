using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Postgres.ScriptedServer;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>
/// Servers that say anything, in any order. CsCheck_Iter asks for more conversations, CsCheck_Seed for one that failed.
/// </summary>
public sealed class ServerFuzzTests : IDisposable
{
    private const int Conversations = 12_000;

    // No conversation waits for the machine's clock: this is for one that never ends.
    private static readonly TimeSpan Hanging = TimeSpan.FromMinutes(2);

    private static readonly Gen<byte[]> Junk = Gen.Byte.Array[0, 40];

    private static readonly Gen<byte[]> Text = Gen.String[Gen.Char["SVCMDRHabc 0123\u001b\0é"], 0, 30].Select(Encoding.UTF8.GetBytes);

    private static readonly byte[][] Known =
    [
        AuthenticationOk, Ready, KeyData, SignedIn, Row(1), Row(2), NoRow(), Authentication(3), Authentication(5, 1, 2, 3, 4),
        Mechanisms("SCRAM-SHA-256"), Mechanisms("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"), Mechanisms(), Authentication(7), Authentication(99),
        Authentication(11, "r=x,s=QQ==,i=4096"u8.ToArray()), Authentication(12, "v=AAAA"u8.ToArray()), Parameter("server_version", "18.1"),
        Parameter("server_version", "none"), Parameter("client_encoding", "LATIN1"), Parameter("in_hot_standby", "on"),
        Error(('S', "FATAL"), ('C', "28P01"), ('M', "no")), Error(('C', "08P01"), ('M', "no such user")), Error(),
        Message('N', "SNOTICE\0C00000\0Mhello\0\0"u8), Message('v', [0, 3, 0, 0, 0, 0, 0, 0]), Message('G', [0, 0, 0]),
        Message('A', [0, 0, 0, 1, 65, 0, 66, 0]),
    ];

    private static readonly Gen<byte[]> Right = Gen.Int[0, Known.Length - 1].Select(at => Known[at]);

    // A known or unknown kind, with any body, and sometimes with a length that is a lie.
    private static readonly Gen<byte[]> Wrong = Gen.Select(
        Gen.Char["RSKZETDC123INAvGHWncst!\0\u00ff"], Gen.OneOf(Junk, Text), Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int)),
        (kind, body, lie) => lie == 0 ? Message(kind, body) : Lying(kind, lie, body));

    // Cut off or changed in one place.
    private static readonly Gen<byte[]> Broken = Gen.Select(Right, Gen.Int[0, 200], Gen.Byte, Gen.Bool, (message, at, value, cut) =>
    {
        byte[] changed = [.. message];
        changed[at % changed.Length] = value;
        return cut ? changed[..(at % changed.Length)] : changed;
    });

    private static readonly Gen<byte[][]> Speech = Gen.Frequency((5, Right), (2, Wrong), (2, Broken), (1, Junk)).Array[0, 6];

    // Half of those that are signed in to let the client in first: else few would come as far as the query.
    private static readonly Gen<Conversation> Any = Gen.Select(
        Gen.Frequency((10, Gen.Const(Kind.Plain)), (6, Gen.Const(Kind.Asked)), (3, Gen.Const(Kind.AskedOnly)), (1, Gen.Const(Kind.Secured))),
        Gen.Bool, Speech, Gen.Frequency((1, Gen.Const(true)), (99, Gen.Const(false))),
        (kind, signsIn, speech, silent) => new Conversation(kind, signsIn && kind is Kind.Plain or Kind.Secured ? [SignedIn, .. speech] : speech, silent));

    private readonly CertificateLab _lab = new();
    private readonly SslStreamCertificateContext _shown;
    private int _next;

    public ServerFuzzTests() => _shown = _lab.Server("good");

    private enum Kind
    {
        /// <summary>Without TLS.</summary>
        Plain,
        /// <summary>In the place of an answer to the request for TLS.</summary>
        Asked,
        /// <summary>The same, where nobody would sign in.</summary>
        AskedOnly,
        /// <summary>Over TLS.</summary>
        Secured,
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Whatever_a_server_says_is_a_result_with_a_step_and_a_cause()
    {
        int passed = 0, said = 0;
        await Any.SampleAsync(async conversation =>
        {
            ProbeResult result = await ProbeAsync(conversation);
            said += conversation.Speech.Length;
            Assert.Equal(7, result.Steps.Count);
            AssertEach.All(result.Steps, step => Assert.NotEmpty(step.Detail));
            RootCause? cause = ProbeDiagnosis.Of(result);
            if (cause is null)
            {
                passed++;
                Assert.Contains(result.Steps[^1].Status, (string[])["Passed", "Skipped"]);
                return;
            }
            Assert.NotEmpty(cause.Code);
            Assert.Contains(result.State.Faults[0].Step, (string[])["Tls", "SignIn", "Query"]);
        }, iter: Math.Max(Conversations, Check.Iter), threads: 1);
        Assert.True((passed > 0 && said >= 30_000) || Check.Seed is not null, $"{said} messages; {passed} servers were right.");
    }

    private async Task<ProbeResult> ProbeAsync(Conversation conversation)
    {
        // Each at an address of its own: what one has left open is nothing to the next, and no port is used up.
        int number = Interlocked.Increment(ref _next);
        using TcpListener listener = new(new IPAddress([127, (byte)(1 + (number >> 16)), (byte)(number >> 8), (byte)number]), 0);
        listener.Start();
        IPEndPoint at = (IPEndPoint)listener.LocalEndpoint;
        ManualClock clock = new();
        Task<ProbeResult> probe = new ConnectionProbe(clock).RunAsync(
            new()
            {
                HostName = $"{at.Address}", Port = at.Port, SslMode = conversation.Kind == Kind.Plain ? PgSslMode.Disable : PgSslMode.Require,
                SignIn = conversation.Kind == Kind.AskedOnly ? null : new("someone", "s3cret", false),
            }, default);
        using CancellationTokenSource over = new(Hanging);
        Task serving = ServeAsync(listener, conversation, over.Token);
        try
        {
            // A client that waits for more than it will hear waits for its clock.
            while (await Task.WhenAny(probe, Task.Delay(conversation.Silent ? 20 : 2_000, over.Token)) != probe)
            {
                Assert.False(over.IsCancellationRequested, "It never ends.");
                clock.Advance(TimeSpan.FromSeconds(5));
            }
            return await probe;
        }
        finally
        {
            await over.CancelAsync();
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(TcpListener listener, Conversation conversation, CancellationToken over)
    {
        List<Task> talks = [];
        try
        {
            while (true) talks.Add(TalkAsync(await listener.AcceptSocketAsync(over), conversation, over));
        }
        finally
        {
            await Task.WhenAll(talks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync(Socket socket, Conversation conversation, CancellationToken over)
    {
        using (socket)
        {
            socket.LingerState = new(true, 0);
            await using Stream stream = conversation.Kind == Kind.Secured ? await SecureAsync(socket, over) : new NetworkStream(socket);
            await stream.WriteAsync((byte[])[.. conversation.Speech.SelectMany(part => part)], over);
            if (!conversation.Silent) socket.Shutdown(SocketShutdown.Send);
            await Task.Delay(Timeout.InfiniteTimeSpan, over);
        }
    }

    private async Task<Stream> SecureAsync(Socket socket, CancellationToken over)
    {
        await socket.ReceiveAsync(new byte[8], over);
        await socket.SendAsync("S"u8.ToArray(), over);
        SslStream secured = new(new NetworkStream(socket));
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _shown }, over);
        return secured;
    }

    // What is said to whoever connects, and whether the line then stays open in silence rather than ends.
    private sealed record Conversation(Kind Kind, byte[][] Speech, bool Silent)
    {
        public override string ToString() =>
            $"{Kind} {string.Join(' ', Speech.Select(Convert.ToHexString))}{(Silent ? " and silence" : "")}";
    }
}
