using CsCheck;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>Sessions that know nothing of each other write into one zone at once: what is left is what all of them wanted, in any order.</summary>
public sealed class WritersTests
{
    private const int Crowds = 30;

    private static readonly Gen<Writer> AnyWriter = Gen.Select(
        Gen.Int[1, 2], Gen.Int[1, 9].List[1, 3], Gen.Int[1, 6], Gen.Bool,
        (name, addresses, network, leaves) => new Writer(name, [.. addresses.Distinct()], network, leaves));

    // Some requests take longer than others, so that writers meet in many orders.
    private static readonly Gen<(int Skip, double Seconds)[]> Delays = Gen.Select(
        Gen.Int[0, 20], Gen.Double[0.001, 0.03], (skip, seconds) => (skip, seconds)).Array[6];

    private static readonly Gen<Crowd> AnyCrowd = Gen.Select(AnyWriter.List[2, 8], Delays, (writers, delays) => new Crowd(writers, delays));

    [Fact]
    public Task All_of_them_have_what_they_wanted() => AnyCrowd.SampleAsync(
        async crowd =>
        {
            (IReadOnlyList<Writer> writers, IReadOnlyList<(int Skip, double Seconds)> delays) = crowd;
            await using Estate estate = await Estate.OfAsync(EstatePlan.Empty);
            await estate.Azure.Sandbox.AddFaultsAsync(new()
            {
                Requests = [.. delays.Select(each => new RequestFault { Path = "*/privateDnsZones*", Skip = each.Skip, Times = 1, DelaySeconds = each.Seconds })],
            });
            CommandRunner[] runners = [.. writers.Select(_ => new CommandRunner(estate.Azure.Sandbox, null, new(), new FastClock(20)))];
            await Task.WhenAll(runners.Zip(writers, (runner, writer) => Task.Factory.StartNew(() => Write(estate, runner, writer), TaskCreationOptions.LongRunning)));

            Assert.Equal("", string.Join('\n', runners.SelectMany(runner => runner.Output.Failures)));
            IReadOnlyList<PgDnsRecord> left = estate.Records();
            foreach (int name in writers.Select(each => each.Name).Distinct())
            {
                Writer[] ofName = [.. writers.Where(each => each.Name == name)];
                string[] stay = [.. ofName.SelectMany(each => each.Stays).Distinct().Order()];
                Assert.Equal(stay, left.Single(each => each.HostName == Writer.Host(name)).IpAddress.Order());
            }
            Assert.Single(left.Select(each => each.ZoneId).Distinct());
            Assert.Equal(
                writers.Select(each => estate.Azure.Network(each.Network)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
                left[0].VirtualNetworkId.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        },
        print: crowd => $"{string.Join('\n', crowd.Writers)}\n{string.Join(", ", crowd.Delays)}", iter: Samples.Few(Crowds), threads: 2);

    private static void Write(Estate estate, CommandRunner runner, Writer writer)
    {
        IReadOnlyList<PgDnsRecord> records = runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, new NewPgPrivateDnsRecordRequest
        {
            HostName = Writer.Host(writer.Name), IpAddress = [.. writer.Stays.Concat(writer.Leaves).Distinct()], VirtualNetworkId = [estate.Azure.Network(writer.Network)],
            ResourceGroupName = "rg-client", Append = true,
        });
        if (writer.Leaves.Count == 0) return;
        runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(
            RemovePgPrivateDnsRecord.RunAsync, [.. records.Select(each => new RemovePgPrivateDnsRecordRequest { Id = each.Id, IpAddress = writer.Leaves })]);
    }

    private sealed record Crowd(IReadOnlyList<Writer> Writers, IReadOnlyList<(int Skip, double Seconds)> Delays);

    /// <param name="Name">Which of two names.</param>
    /// <param name="Numbers">Addresses that it writes and leaves there; others may want the same.</param>
    /// <param name="Network">The network that it links.</param>
    /// <param name="Goes">Whether it also writes an address that is its own alone, and takes that out again.</param>
    private sealed record Writer(int Name, IReadOnlyList<int> Numbers, int Network, bool Goes)
    {
        private static int _last;
        private readonly int _own = Interlocked.Increment(ref _last) % 200;

        public IReadOnlyList<string> Stays => [.. Numbers.Select(number => $"10.0.0.{number + 3}")];

        public IReadOnlyList<string> Leaves => Goes ? [$"10.0.1.{_own + 4}"] : [];

        public static string Host(int name) => $"db{name}.corp.example";
    }
}
