using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Sessions that know nothing of each other write the same thing at once, and nothing of any is lost.</summary>
public sealed class ManyWritersTests : LinkedServer
{
    private const int Writers = 64;
    private const int MostAddresses = 20;

    [Fact]
    public async Task Writers_of_one_record_set_all_get_their_address_into_it()
    {
        await AtOnceAsync((runner, number) => Run(runner, Record(number) with { Append = true }));
        PgDnsRecord left = Assert.Single(Records());
        Assert.Equal(Enumerable.Range(0, MostAddresses).Select(Address), left.IpAddress.Order());
        Assert.Single(left.VirtualNetworkId);
    }

    [Fact]
    public async Task Those_who_take_addresses_out_and_those_who_bring_some_do_not_undo_each_other()
    {
        for (int number = 0; number < MostAddresses / 2; number++) New(Azure.Runner(), Record(number) with { Append = true });
        string id = Assert.Single(Records()).Id;
        await AtOnceAsync((runner, number) =>
        {
            number %= MostAddresses;
            if (number >= MostAddresses / 2) Run(runner, Record(number) with { Append = true });
            else runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = id, IpAddress = [Address(number)] });
        });
        PgDnsRecord left = Assert.Single(Records());
        Assert.Equal(Enumerable.Range(MostAddresses / 2, MostAddresses / 2).Select(Address), left.IpAddress.Order());
    }

    [Fact]
    public async Task Writers_of_one_zone_group_all_end_with_it()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), endpoint) with { AsZoneGroup = true };
        await AtOnceAsync((runner, _) => Run(runner, request));
        PgDnsRecord record = Assert.Single(Records());
        Assert.Equal(("ZoneGroup", 1), (record.Owner, record.VirtualNetworkId.Count));
    }

    [Fact]
    public async Task A_zone_group_that_another_session_is_writing_is_waited_for()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), endpoint) with { AsZoneGroup = true };
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new RequestFault { Method = "PUT", Path = "*/privateDnsZoneGroups/*", Operation = new() { Seconds = 2 } }] });
        CommandRunner first = Azure.Runner();
        Task<IReadOnlyList<PgDnsRecord>> one = Task.Run(() => Run(first, request));
        await Patience.UntilAsync(() => GroupWrites().Any());
        Assert.Single(Run(Azure.Runner(), request));
        Assert.Single(await one);
        Assert.Single(GroupWrites());
    }

    private IEnumerable<LoggedRequest> GroupWrites() => Azure.Sandbox.Log.Requests
        .Where(each => each.Method == "PUT" && each.Path.Contains("/privateDnsZoneGroups/", StringComparison.OrdinalIgnoreCase));

    private static string Address(int number) => $"10.9.9.{number % MostAddresses + 10}";

    private NewPgPrivateDnsRecordRequest Record(int number) => new()
    {
        HostName = "db.corp.example", IpAddress = [Address(number)], VirtualNetworkId = [Azure.Network(1)], ResourceGroupName = "rg-client",
    };

    private async Task AtOnceAsync(Action<CommandRunner, int> write)
    {
        // Together they want more than Azure's limit of reads gives at once.
        FastClock clock = new(20);
        CommandRunner[] runners = [.. Enumerable.Range(0, Writers).Select(_ => new CommandRunner(Azure.Sandbox, null, new(), clock))];
        await Task.WhenAll(runners.Select((runner, number) => Task.Factory.StartNew(() => write(runner, number), TaskCreationOptions.LongRunning)));
        AssertEach.All(runners, runner => Assert.Empty(runner.Output.Failures));
    }

    private static IReadOnlyList<PgDnsRecord> Run(CommandRunner runner, NewPgPrivateDnsRecordRequest request) =>
        runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, request);
}
