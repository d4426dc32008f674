using System.Net;
using System.Net.Security;
using System.Text;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Postgres.ScriptedServer;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Whether a server offers to bind a sign-in to its certificate, whatever it answers.</summary>
public sealed class ChannelBindingOfferTests : IDisposable
{
    private readonly CertificateLab _lab = new();

    private static readonly Dictionary<string, (byte[] Answer, bool IsOffer)> Answers = new()
    {
        ["SCRAM, bound or not"] = (Mechanisms("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"), true),
        ["bound SCRAM of another digest, last"] = (Mechanisms("SCRAM-SHA-256", "SCRAM-SHA-512-PLUS"), true),
        ["SCRAM, not bound"] = (Mechanisms("SCRAM-SHA-256"), false),
        ["a mechanism that is named alike"] = (Mechanisms("SCRAM-SHA-256-PLUSSED"), false),
        ["no mechanism"] = (Mechanisms(), false),
        ["no list"] = (Authentication(10), false),
        ["no method"] = (Message('R', []), false),
        ["half a method"] = (Message('R', [0, 0]), false),
        ["MD5"] = (Authentication(5, 1, 2, 3, 4), false),
        ["another method with such a list"] = (Authentication(11, "SCRAM-SHA-256-PLUS\0\0"u8.ToArray()), false),
        ["another message with such a list"] = (Message('S', [.. Number(10), .. "SCRAM-SHA-256-PLUS\0\0"u8]), false),
        ["an error"] = (Error(('S', "FATAL"), ('C', "28000"), ('M', "SCRAM-SHA-256-PLUS")), false),
        ["the longest list"] = (Authentication(10, [.. "SCRAM-SHA-256-PLUS\0"u8, .. new byte[8192 - 4 - 19]]), true),
        ["a longer one"] = (Authentication(10, [.. "SCRAM-SHA-256-PLUS\0"u8, .. new byte[8192 - 4 - 18]]), false),
        ["a negative length"] = (Lying('R', -7, 0, 0, 0, 10), false),
        ["a message that breaks off"] = (Mechanisms("SCRAM-SHA-256-PLUS")[..15], false),
        ["nothing"] = ([], false),
    };

    public static TheoryData<string> Named => [.. Answers.Keys];

    public void Dispose() => _lab.Dispose();

    [Theory]
    [MemberData(nameof(Named))]
    public async Task It_is_offered_where_the_list_has_it(string answer)
    {
        byte[] heard = new byte[1024];
        int length = 0;
        await using FakePostgresServer server = FakePostgresServer.Secured(Options(), async (secured, stop) =>
        {
            length = await secured.ReadAsync(heard, stop);
            await secured.WriteAsync(Answers[answer].Answer, stop);
        });

        Assert.Equal(Answers[answer].IsOffer, await ChannelBinding.IsOfferedAsync(State(server), Time()));
        byte[] asked = Encoding.UTF8.GetBytes("user\0sömeone\0database\0orders\0\0");
        Assert.Equal((byte[])[.. Number(asked.Length + 8), 0, 3, 0, 0, .. asked], heard[..length]);
    }

    [Fact]
    public async Task One_that_does_no_TLS_is_not_asked()
    {
        await using FakePostgresServer refusing = FakePostgresServer.Answering("N");
        Assert.False(await ChannelBinding.IsOfferedAsync(State(refusing), Time()));
        await using FakePostgresServer closing = FakePostgresServer.Answering("");
        Assert.False(await ChannelBinding.IsOfferedAsync(State(closing), Time()));
        closing.StopListening();
        Assert.False(await ChannelBinding.IsOfferedAsync(State(closing), Time()));
    }

    [Fact]
    public async Task One_that_says_no_and_does_TLS_all_the_same_is_not_asked()
    {
        bool asked = false;
        await using FakePostgresServer server = new(async (socket, stop) =>
        {
            await socket.ReceiveAsync(new byte[8], stop);
            await socket.SendAsync("N"u8.ToArray(), stop);
            await using SslStream secured = new(new System.Net.Sockets.NetworkStream(socket));
            await secured.AuthenticateAsServerAsync(Options(), stop);
            asked = true;
            await secured.WriteAsync(Mechanisms("SCRAM-SHA-256-PLUS"), stop);
        });

        Assert.False(await ChannelBinding.IsOfferedAsync(State(server), Time()));
        Assert.False(asked);
    }

    [Fact]
    public async Task One_whose_certificate_is_not_accepted_hears_no_name()
    {
        int heard = -1;
        await using FakePostgresServer server = FakePostgresServer.Secured(Options("self-signed"), async (secured, stop) => heard = await secured.ReadAsync(new byte[64], stop));

        Assert.False(await ChannelBinding.IsOfferedAsync(State(server, PgSslMode.VerifyFull), Time()));
        Assert.True(heard <= 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_silent_is_left_when_the_time_is_over(bool byUser)
    {
        using CancellationTokenSource limit = new();
        using CancellationTokenSource user = new();
        await using FakePostgresServer server = FakePostgresServer.Silent(() =>
        {
            if (byUser) user.Cancel();
            limit.Cancel();
        });
        Task<bool> asked = ChannelBinding.IsOfferedAsync(State(server), new(TimeSpan.FromSeconds(15), limit.Token, user.Token));

        if (byUser) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        else Assert.False(await asked);
    }

    private SslServerAuthenticationOptions Options(string certificate = "good") => new() { ServerCertificateContext = _lab.Server(certificate) };

    private static StepTime Time() => new(TimeSpan.FromSeconds(15), CancellationToken.None, CancellationToken.None);

    private static ProbeState State(FakePostgresServer server, PgSslMode mode = PgSslMode.Require) => new(
        new() { HostName = "127.0.0.1", Port = server.EndPoint.Port, SslMode = mode, Database = "orders", SignIn = new("sömeone", "something-secret", false) }, null!, TimeProvider.System)
    {
        Address = IPAddress.Loopback,
    };
}
