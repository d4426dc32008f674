using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class ShowPgPrivateLinkTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    [Fact]
    public void A_path_is_open_once_record_and_link_are_there()
    {
        PgPrivateEndpoint endpoint = Endpoint(1);
        Assert.Equal("Network There, Link No zone, Record No record, Endpoint Ready, Connection Approved, Server Ready", Words(Read(endpoint, hostName: "db.one.example")));
        Name(endpoint, "one.example");
        LinkPath path = Read(endpoint, hostName: "db.one.example");
        Assert.Equal("Network There, Link Linked, Record Leads here, Endpoint Ready, Connection Approved, Server Ready", Words(path));
        Assert.Equal((StationState.Good, "vnet-client-01 reaches pg-orders privately."), (path.State, path.Verdict));
    }

    [Fact]
    public void A_pending_connection_waits_and_tells_the_command()
    {
        PgPrivateEndpoint endpoint = Endpoint(2, manual: true);
        Name(endpoint, "two.example");
        LinkPath path = Read(endpoint, hostName: "db.two.example");
        Station connection = path.Stations.Single(station => station.Kind == StationKind.Connection);
        Assert.Equal((StationState.Waiting, "Pending", StationState.Waiting), (connection.State, connection.Word, path.State));
        Assert.Equal($"Approve-PgEndpointConnection -Id '{endpoint.Id}'", connection.Command);
    }

    [Fact]
    public void A_zone_that_the_network_does_not_see_is_a_missing_link()
    {
        PgPrivateEndpoint endpoint = Endpoint(3);
        Name(endpoint, "three.example");
        LinkPath path = Read(endpoint, hostName: "db.three.example", networks: [azure.Network(4)]);
        Assert.StartsWith("Network There, Link Not linked, Record Leads here", Words(path), StringComparison.Ordinal);
        Assert.Contains($"-VirtualNetworkId '{azure.Network(4)}'", path.Stations[1].Command, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_with_another_address_leads_elsewhere_and_one_of_several_is_shared()
    {
        PgPrivateEndpoint endpoint = Endpoint(5);
        Name(endpoint, "five.example", "10.9.9.9");
        Assert.Contains("Record Leads elsewhere", Words(Read(endpoint, hostName: "db.five.example")), StringComparison.Ordinal);
        Name(endpoint, "five.example", "10.9.9.9", Address(endpoint));
        Assert.Contains("Record Shared", Words(Read(endpoint, hostName: "db.five.example")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_that_shadows_the_privatelink_zone_is_the_one_that_counts()
    {
        PgPrivateEndpoint endpoint = Endpoint(6);
        string host = endpoint.HostName!;
        Run(new() { HostName = host, IpAddress = [Address(endpoint)], VirtualNetworkId = [azure.Network(6)] });
        Assert.Contains("Record Leads here", Words(Read(endpoint)), StringComparison.Ordinal);
        Run(new() { HostName = host, IpAddress = ["10.8.8.8"], VirtualNetworkId = [azure.Network(6)], ZoneName = host });
        Station record = Read(endpoint).Stations[2];
        Assert.Equal(("Leads elsewhere", "10.8.8.8"), (record.Word, record.Detail));
        // To a network that sees neither, the zone is missing that the record belongs in.
        Assert.Equal(("privatelink.postgres.database.azure.com", "Not linked"), NameAndWord(Read(endpoint, networks: [azure.Network(10)]).Stations[1]));
    }

    [Fact]
    public void What_the_account_may_not_read_is_not_known()
    {
        PgPrivateEndpoint endpoint = azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = azure.Ready.Resources.PrivateLinkServiceAlias, SubnetId = azure.Subnet(7), ManualRequest = true });
        LinkPath path = Read(endpoint);
        Assert.Equal("Network There, Link Not known, Record Not known, Endpoint Ready, Connection Pending, Server Not readable", Words(path));
    }

    [Fact]
    public void A_test_is_the_last_station()
    {
        PgPrivateEndpoint endpoint = Endpoint(8);
        ShownTest test = new("Failed", "Tcp", "It answers nothing.", "Look at the firewall.", TimeSpan.FromSeconds(1), [new("Tcp", "Failed", TimeSpan.FromSeconds(1), "silent")]);
        string page = Show(new ShownPicture("Html", null, false), new ShownEndpoint { EndpointId = endpoint.Id, Test = test });
        Assert.Contains("It answers nothing. Look at the firewall.", page, StringComparison.Ordinal);
        Assert.Contains("The test, step by step", page, StringComparison.Ordinal);
    }

    [Fact]
    public void All_inputs_come_into_one_picture_and_a_wrong_one_is_one_failure()
    {
        CommandRunner runner = azure.Runner();
        string text = Show(new ShownPicture(null, null, false), runner, new() { EndpointId = Endpoint(9).Id }, new() { EndpointId = Endpoint(10).Id + "-none" }, new() { EndpointId = Endpoint(10).Id });
        Assert.Equal("EndpointNotFound", Assert.Single(runner.Output.Failures).Id);
        Assert.Contains("vnet-client-09", text, StringComparison.Ordinal);
        Assert.Contains("vnet-client-10", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split('\n').Count(line => line.Contains("Flexible server", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_file_s_name_tells_the_format_and_NoClobber_protects_it()
    {
        string path = Path.Combine(Path.GetTempPath(), $"picture-{Guid.NewGuid():N}.html");
        ShownEndpoint input = new() { EndpointId = Endpoint(9).Id };
        try
        {
            CommandRunner runner = azure.Runner();
            Assert.Equal(path, Assert.IsType<FileInfo>(Assert.Single(Pictures(new(null, path, true), runner, input))).FullName);
            Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
            Assert.Empty(Pictures(new(null, path, true), runner, input));
            Assert.Equal("FileNotWritten", Assert.Single(runner.Output.Failures).Id);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (string, string) NameAndWord(Station station) => (station.Name, station.Word);

    private static string Words(LinkPath path) => string.Join(", ", path.Stations.Select(station => $"{station.Kind} {station.Word}"));

    private LinkPath Read(PgPrivateEndpoint endpoint, string? hostName = null, string[]? networks = null) => azure.Runner().One<ShownEndpoint, LinkPath>(
        async (input, host) =>
        {
            foreach (LinkPath path in await new LinkPathReader(await LinkReader.OfAsync(host)).ReadAsync(input.EndpointId!, input)) host.Output.WriteObject(path);
        },
        new() { EndpointId = endpoint.Id, HostName = hostName, VirtualNetworkId = networks ?? [] });

    private string Show(ShownPicture picture, params ShownEndpoint[] inputs) => Show(picture, azure.Runner(), inputs);

    private static string Show(ShownPicture picture, CommandRunner runner, params ShownEndpoint[] inputs) => (string)Assert.Single(Pictures(picture, runner, inputs));

    private static IReadOnlyList<object> Pictures(ShownPicture picture, CommandRunner runner, params ShownEndpoint[] inputs)
    {
        ShowPgPrivateLink show = new();
        runner.Run<ShownEndpoint, object>(show.AddAsync, inputs);
        return runner.Run<ShownPicture, object>(show.WriteAsync, picture);
    }

    private PgPrivateEndpoint Endpoint(int network, bool manual = false) => azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
        NewPgPrivateEndpoint.RunAsync, new() { Target = azure.Ready.Resources.FlexibleServer, SubnetId = azure.Subnet(network), ManualRequest = manual });

    private string Address(PgPrivateEndpoint endpoint) =>
        azure.Runner().One<GetPgEndpointIpRequest, PgEndpointIp>(GetPgEndpointIp.RunAsync, new(endpoint.Id, null, null)).IpAddress;

    private void Name(PgPrivateEndpoint endpoint, string zone, params string[] addresses) => Run(new()
    {
        HostName = "db." + zone, IpAddress = addresses is [] ? [Address(endpoint)] : addresses, VirtualNetworkId = [endpoint.VirtualNetworkId], Force = true,
    });

    private void Run(NewPgPrivateDnsRecordRequest request) => azure.Runner().One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, request);
}
