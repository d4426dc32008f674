using System.Text;
using CsCheck;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Postgres.ScriptedServer;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>Whatever a server makes of the password that it was told, nothing that is shown holds it.</summary>
public sealed class EchoedPasswordTests : IDisposable
{
    // Of a kind that our own words never are.
    private static readonly Gen<string> Password =
        Gen.String[Gen.Char["abcXYZ019 !\"$%&/()=?'\\{}[]<>|;:,.-_#+*~ßéñ"], 3, 20].Select(text => $"~{text.Trim()}~");

    private static readonly (string Name, Func<string, byte[][]> Turns)[] Servers =
    [
        ("says it as its message", secret => [Authentication(3), Refusal('M', secret)]),
        ("says it in its message", secret => [Authentication(3), Refusal('M', $"no: {secret}, really")]),
        ("says it twice", secret => [Authentication(3), Refusal('M', secret + secret)]),
        ("says it as detail", secret => [Authentication(3), Refusal('D', secret)]),
        ("says it as hint", secret => [Authentication(3), Refusal('H', secret)]),
        ("says it as code", secret => [Authentication(3), Error(('S', "FATAL"), ('V', "FATAL"), ('C', secret), ('M', "no"))]),
        ("says it as severity", secret => [Authentication(3), Error(('S', secret), ('V', secret), ('C', "28P01"), ('M', "no"))]),
        ("says it as the routine", secret => [Authentication(3), Refusal('R', secret)]),
        ("offers it as a mechanism", secret => [Mechanisms(secret)]),
        ("says it as its version", secret => [Authentication(3), SignedInAs("server_version", secret), Row(1), NoRow()]),
        ("says it in its version", secret => [Authentication(3), SignedInAs("server_version", "15.4-" + secret), Row(1), NoRow()]),
        ("says it as another parameter", secret => [Authentication(3), SignedInAs("TimeZone", secret), Row(1), NoRow()]),
        ("notices it", secret => [Authentication(3), [.. Message('N', Encoding.UTF8.GetBytes($"SNOTICE\0C00000\0M{secret}\0\0")), .. SignedIn], Row(1), NoRow()]),
        ("says it where a number belongs", secret => [Authentication(3), SignedIn, Message('D', Encoding.UTF8.GetBytes(secret))]),
        ("says it and nothing else", secret => [Authentication(3), Encoding.UTF8.GetBytes(secret)]),
        ("fails over it in the query", secret => [Authentication(3), SignedIn, Refusal('M', secret)]),
    ];

    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public Task Nothing_that_is_shown_holds_the_password() => Gen.Select(Password, Gen.Int[0, Servers.Length - 1], Gen.Bool).SampleAsync(
        async (password, which, tls) =>
        {
            ManualClock clock = new();
            await using FakePostgresServer server = Start(tls ? _lab.Server("good") : null, () => clock.Advance(TimeSpan.FromSeconds(15)), Servers[which].Turns(password));
            ProbeResult result = await new ConnectionProbe(clock).RunAsync(
                new()
                {
                    HostName = "127.0.0.1", Port = server.EndPoint.Port, SslMode = tls ? PgSslMode.Require : PgSslMode.Disable, SignIn = new("someone", password, false),
                },
                default);
            RootCause? cause = ProbeDiagnosis.Of(result);
            string shown = string.Join('\n', [result, cause, cause?.Message, cause?.Remedy, .. result.Steps, result.State.SessionFacts, .. result.State.Faults]);
            Assert.True(!shown.Contains(password, StringComparison.Ordinal), $"One that {Servers[which].Name} gets it into {shown}");
        },
        iter: Math.Max(400, Check.Iter), threads: 2);

    private static byte[] Refusal(char field, string text) => Error([('S', "FATAL"), ('V', "FATAL"), ('C', "28P01"), .. field == 'M' ? [] : new[] { ('M', "no") }, (field, text)]);

    private static byte[] SignedInAs(string name, string value) => [.. AuthenticationOk, .. Parameter(name, value), .. KeyData, .. Ready];
}
