using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>
/// Servers that send what they like. CsCheck_Iter and CsCheck_Time ask for more look-ups, CsCheck_Seed for one that failed.
/// A look-up gets about ten answers.
/// </summary>
public sealed class DnsServerResolverFuzzTests
{
    private const int LookUps = 8_000;
    private const int A = 1;
    private const int Aaaa = 28;

    private static readonly JsonSerializerOptions Readable = new() { IncludeFields = true, Converters = { new JsonStringEnumConverter() } };

    // No look-up waits for a clock: this is for one that never ends.
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Finds_the_true_answer_behind_any_number_of_others()
    {
        await using HostileDnsServer server = new();
        long answers = 0;
        await Gen.Select(HostileAnswers.Exchange, HostileAnswers.Exchange).SampleAsync(async both =>
        {
            (HostileExchange four, HostileExchange six) = both;
            (string name, Resolution found) = await AskAsync(server, (query, tcp) => (IsFour(query) ? four : six).Play(query, tcp));
            string resolver = $"DNS server {server.EndPoint}";
            AssertEqual(Merged(four.Read(name, A, resolver), six.Read(name, Aaaa, resolver)), found);
            Interlocked.Add(ref answers, four.Answers + six.Answers);
        }, print: Print, iter: Math.Max(LookUps, Check.Iter));

        Assert.True(answers >= 80_000 || Check.Seed is not null, $"Only {answers} answers were made.");
    }

    [Fact]
    public async Task Reads_no_address_out_of_changed_answers_that_is_not_in_them()
    {
        await using HostileDnsServer server = new();
        int addresses = 0;
        await Gen.Select(HostileAnswers.Changed, HostileAnswers.Exchange).SampleAsync(async both =>
        {
            ((HostileExchange exchange, (int At, byte Value)[] changes), HostileExchange other) = both;
            List<byte[]> sent = [];
            (_, Resolution found) = await AskAsync(server, (query, tcp) =>
            {
                byte[][] answers = [.. (IsFour(query) ? exchange : other).Play(query, tcp)];
                if (!tcp) answers = [Changed(answers[^2], changes), .. answers];
                lock (sent) sent.AddRange(tcp ? [[.. answers.SelectMany(piece => piece)]] : answers);
                return answers;
            });
            Assert.DoesNotContain(found.Addresses, address => !sent.Exists(answer => answer.AsSpan().IndexOf(address.GetAddressBytes()) >= 0));
            Interlocked.Add(ref addresses, found.Addresses.Count);
        }, print: Print, iter: Math.Max(LookUps / 4, Check.Iter));
        Assert.True(addresses > 0 || Check.Seed is not null);
    }

    [Fact]
    public async Task Goes_on_asking_where_no_true_answer_comes_until_it_is_stopped()
    {
        await using HostileDnsServer server = new();
        await Gen.Select(HostileAnswers.Exchange, HostileAnswers.Exchange).SampleAsync(async both =>
        {
            (HostileExchange four, HostileExchange six) = both;
            ManualClock clock = new();
            // Not disposed: the other query may still get the server to cancel.
            CancellationTokenSource stop = new();
            int asked = 0;
            void Wait()
            {
                // Four times for each family, and then no more.
                if (Interlocked.Increment(ref asked) == 8) stop.Cancel();
                else clock.Advance(TimeSpan.FromSeconds(2));
            }
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(
                server, (query, _) => JunkThen((IsFour(query) ? four : six).PlayJunk(query), Wait), clock, stop.Token));
        }, print: Print, iter: Math.Max(LookUps / 20, Check.Iter));
    }

    [Fact]
    public async Task Ends_at_once_when_cancelled_amid_answers()
    {
        await using HostileDnsServer server = new();
        await Gen.Select(HostileAnswers.Exchange, Gen.Int[0, 8]).SampleAsync(async both =>
        {
            (HostileExchange exchange, int after) = both;
            // Not disposed: the other query may still get the server to cancel.
            CancellationTokenSource stop = new();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(
                server,
                (query, _) => JunkThen(exchange.PlayJunk(query).Take(after), stop.Cancel),
                cancellation: stop.Token));
        }, print: Print, iter: Math.Max(LookUps / 20, Check.Iter));
    }

    private static async Task<(string Name, Resolution Found)> AskAsync(
        HostileDnsServer server, HostileDnsServer.Script script, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        string name = server.Play(script);
        try
        {
            DnsServerResolver resolver = new(server.EndPoint, clock ?? new ManualClock());
            return (name, await resolver.ResolveAsync(name, cancellation).WaitAsync(Hanging, CancellationToken.None));
        }
        finally
        {
            server.Forget(name);
        }
    }

    private static string Print<T>(T sample) => JsonSerializer.Serialize(sample, Readable);

    private static bool IsFour(byte[] query) => HostileDatagram.TypeOf(query) == A;

    private static IEnumerable<byte[]> JunkThen(IEnumerable<byte[]> junk, Action then)
    {
        foreach (byte[] datagram in junk) yield return datagram;
        then();
    }

    private static byte[] Changed(byte[] answer, (int At, byte Value)[] changes)
    {
        byte[] changed = [.. answer];
        foreach ((int at, byte value) in changes) changed[Math.Min(at, changed.Length - 1)] = value;
        return changed;
    }

    private static Resolution Merged(Resolution four, Resolution six) => (four.Outcome, six.Outcome) switch
    {
        (ResolutionOutcome.Found, ResolutionOutcome.Found) => four with
        {
            Addresses = [.. four.Addresses, .. six.Addresses], TimeToLive = Math.Min(four.TimeToLive!.Value, six.TimeToLive!.Value),
        },
        (_, ResolutionOutcome.Found) => six,
        _ => four,
    };

    private static void AssertEqual(Resolution expected, Resolution found)
    {
        Assert.Equal((expected.Outcome, expected.Resolver, expected.TimeToLive), (found.Outcome, found.Resolver, found.TimeToLive));
        Assert.Equal(expected.Addresses, found.Addresses);
        Assert.Equal(
            expected.Aliases.Select(alias => (alias.Name.ToUpperInvariant(), alias.Alias!.ToUpperInvariant(), alias.TimeToLive)),
            found.Aliases.Select(alias => (alias.Name.ToUpperInvariant(), alias.Alias!.ToUpperInvariant(), alias.TimeToLive)));
        // What a system says of a broken connection is its own.
        if (expected.Reason is not null || expected.Outcome == ResolutionOutcome.Found) Assert.Equal(expected.Reason, found.Reason);
        else Assert.NotNull(found.Reason);
    }
}
