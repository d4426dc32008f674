using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DnsClient;
using PrivateLinkPg.Sandbox.Network.Dns;

namespace PrivateLinkPg.Sandbox.Tests.Network.Dns;

/// <summary>The protocol: transports, limits, faults and messages that are none.</summary>
public sealed class DnsServerTests : IAsyncDisposable
{
    private const int FormatError = 1, NameError = 3;
    private const string Host = $"Orders.{NamesOfTest.PrivateLinkZone}";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly NamesOfTest names = new();
    private readonly DnsServers servers;

    public DnsServerTests()
    {
        servers = new DnsServers(names);
        names.AddZone(NamesOfTest.PrivateLinkZone)
            .With("orders", new AddressRecord(NamesOfTest.PrivateAddress, 10))
            .With("many", [.. Enumerable.Range(1, 200).Select(number => new AddressRecord(IPAddress.Parse($"127.9.1.{number}"), 10))]);
    }

    private IPEndPoint Server => servers.GetOrStart(NamesOfTest.ClientNetwork);

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    [Fact]
    public async Task Udp_and_tcp_answer_the_same_on_the_same_port()
    {
        var query = Query(Host);
        var overUdp = await AskAsync(query);
        Assert.Equal(overUdp, await AskOverTcpAsync(query));
        Assert.Equal(NamesOfTest.PrivateAddress.GetAddressBytes(), overUdp[^4..]);
    }

    [Fact]
    public async Task The_answer_repeats_number_and_letters_of_the_question()
    {
        var query = Query(Host, number: 0xBEEF);
        var answer = await AskAsync(query);
        Assert.Equal(0xBEEF, BinaryPrimitives.ReadUInt16BigEndian(answer));
        Assert.Equal(query[12..], answer[12..query.Length]);
    }

    [Fact]
    public async Task An_answer_too_long_for_udp_comes_empty_and_truncated_and_whole_over_tcp()
    {
        var query = Query($"many.{NamesOfTest.PrivateLinkZone}");
        var overUdp = await AskAsync(query);
        Assert.True(overUdp.Length <= 512);
        Assert.Equal(0x0200, BinaryPrimitives.ReadUInt16BigEndian(overUdp.AsSpan(2)) & 0x0200);

        var overTcp = await AskOverTcpAsync(query);
        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(overTcp.AsSpan(2)) & 0x0200);
        Assert.Equal(200, BinaryPrimitives.ReadUInt16BigEndian(overTcp.AsSpan(6)));
    }

    [Fact]
    public async Task A_client_retries_a_truncated_answer_over_tcp_by_itself()
    {
        var many = $"many.{NamesOfTest.PrivateLinkZone}";
        var cutOff = await Assert.ThrowsAsync<DnsResponseException>(() =>
            DnsClientLibrary.QueryAsync(Server, many, "A", options => (options.ExtendedDnsBufferSize, options.UseTcpFallback) = (512, false)));
        Assert.Contains("truncated", cutOff.Message, StringComparison.Ordinal);

        var whole = await DnsClientLibrary.AskAsync(Server, many, "A", options => options.ExtendedDnsBufferSize = 512);
        Assert.Equal(200, whole.Answers.Distinct().Count());
    }

    [Fact]
    public async Task A_client_that_takes_larger_datagrams_gets_them()
    {
        var answer = await DnsClientLibrary.QueryAsync(
            Server, $"many.{NamesOfTest.PrivateLinkZone}", "A", options => (options.ExtendedDnsBufferSize, options.UseTcpFallback) = (4096, false));
        Assert.False(answer!.Header.ResultTruncated);
        Assert.Equal(200, answer.Answers.Count);
    }

    [Fact]
    public async Task A_newer_version_of_edns_is_refused_by_its_own_code()
    {
        // An OPT record of version 1 that takes datagrams of 4,096 bytes.
        byte[] query = [.. Query(Host), 0, 0, 41, 0x10, 0, 0, 1, 0, 0, 0, 0];
        query[11] = 1;
        var answer = await AskAsync(query);

        // BADVERS is 16: its upper bits stand where an OPT record has its seconds, the lower ones in the header.
        Assert.Equal(0, answer[3] & 0xF);
        Assert.Equal([0, 0, 41], answer[^11..^8]);
        Assert.Equal((1, 0), (answer[^6], answer[^5]));
    }

    [Fact]
    public async Task Several_questions_may_come_over_one_connection()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Server);
        foreach (ushort number in new ushort[] { 1, 2, 3 })
        {
            var answer = await AskOverTcpAsync(client, Query(Host, number));
            Assert.Equal(number, BinaryPrimitives.ReadUInt16BigEndian(answer));
            Assert.Equal(NamesOfTest.PrivateAddress.GetAddressBytes(), answer[^4..]);
        }
    }

    [Fact]
    public async Task A_name_with_a_fault_fails_and_the_others_do_not()
    {
        names.Faults[Host.ToLowerInvariant()] = DnsFault.ServerFailure;
        Assert.Equal("SERVFAIL", (await DnsClientLibrary.AskAsync(Server, Host)).Status);
        Assert.Equal("NOERROR", (await DnsClientLibrary.AskAsync(Server, $"many.{NamesOfTest.PrivateLinkZone}")).Status);
    }

    [Fact]
    public async Task A_silent_name_leaves_the_client_to_its_own_limit()
    {
        names.Faults[Host.ToLowerInvariant()] = DnsFault.NoAnswer;
        Assert.Null(await DnsClientLibrary.QueryAsync(Server, Host, "A", options => options.Timeout = TimeSpan.FromSeconds(1)));
        // It is the name that is silent, not the server.
        Assert.Equal("NOERROR", (await DnsClientLibrary.AskAsync(Server, $"many.{NamesOfTest.PrivateLinkZone}")).Status);
    }

    [PeerFact<Dig>]
    public async Task Dig_sees_silence_truncation_larger_datagrams_and_newer_versions_of_edns_for_what_they_are()
    {
        var many = $"many.{NamesOfTest.PrivateLinkZone}";
        Assert.Contains("Truncated, retrying in TCP mode", await Dig.PrintAsync(Server, many, "A", "+noedns"), StringComparison.Ordinal);
        var large = await Dig.PrintAsync(Server, many, "A", "+bufsize=4096", "+ignore");
        Assert.DoesNotContain("flags: qr tc", large, StringComparison.Ordinal);
        Assert.Contains("ANSWER: 200", large, StringComparison.Ordinal);
        Assert.Contains("status: BADVERS", await Dig.PrintAsync(Server, Host, "A", "+edns=1", "+noednsnegotiation"), StringComparison.Ordinal);
        var two = await Dig.PrintAsync(Server, Host, "A", "+tcp", "+keepopen", $"orders.{NamesOfTest.PrivateLinkZone}", "AAAA");
        Assert.Equal(2, two.Split("status: NOERROR").Length - 1);

        names.Faults[Host.ToLowerInvariant()] = DnsFault.NoAnswer;
        Assert.Contains("timed out", await Dig.PrintAsync(Server, Host, "A", "+time=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_source_of_names_is_a_server_failure()
    {
        await using var broken = new DnsServers(new BrokenNames());
        var server = broken.GetOrStart(NamesOfTest.ClientNetwork);
        Assert.Equal(2, (await AskAsync(Query(Host), server))[3] & 0xF);
        Assert.Equal(2, (await AskAsync(Query(Host), server))[3] & 0xF);
    }

    [Theory]
    [InlineData("C00C", "a name that points at itself")]
    [InlineData("C0FF", "a name that points beyond the message")]
    [InlineData("3F61", "a label longer than the message")]
    [InlineData("03612E6200", "a label with a dot in it, and no type")]
    [InlineData("", "no question where one is announced")]
    public async Task A_question_that_cannot_be_read_is_a_format_error(string question, string why)
    {
        byte[] query = [.. Query("")[..12], .. Convert.FromHexString(question)];
        Assert.True(FormatError == ((await AskAsync(query))[3] & 0xF), why);
    }

    [Fact]
    public async Task What_is_no_query_gets_no_answer_and_does_no_harm()
    {
        using var client = new UdpClient();
        client.Connect(Server);
        var random = new Random(7);
        for (var length = 0; length < 100; length++)
        {
            var noise = new byte[length];
            random.NextBytes(noise);
            if (length > 2)
                noise[2] |= 0x80; // a response
            await client.SendAsync(noise);
        }

        await client.SendAsync(Query("nobody.example", number: 2));
        using var limit = new CancellationTokenSource(Limit);
        var answer = (await client.ReceiveAsync(limit.Token)).Buffer;
        Assert.Equal((2, NameError), (BinaryPrimitives.ReadUInt16BigEndian(answer), answer[3] & 0xF));
    }

    [Fact]
    public async Task Queries_with_bytes_gone_wrong_never_end_the_service()
    {
        var random = new Random(11);
        using var client = new UdpClient();
        client.Connect(Server);
        for (var round = 0; round < 40; round++)
        {
            for (var i = 0; i < 50; i++)
            {
                var noise = Query(Host);
                for (var change = 0; change < 4; change++)
                    noise[random.Next(4, noise.Length)] = (byte)random.Next(256);
                await client.SendAsync(noise);
            }

            // Waits for its turn, so that no datagram is lost for want of room in the socket's buffer.
            Assert.Equal(NamesOfTest.PrivateAddress.GetAddressBytes(), (await AskAsync(Query(Host)))[^4..]);
        }
    }

    [Fact]
    public async Task Many_clients_at_once_are_all_answered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => AskAsync(Query(Host, (ushort)number))));
        Assert.Equal(Enumerable.Range(0, 200), answers.Select(answer => (int)BinaryPrimitives.ReadUInt16BigEndian(answer)));
        AssertEach.All(answers, answer => Assert.Equal(NamesOfTest.PrivateAddress.GetAddressBytes(), answer[^4..]));
    }

    [Fact]
    public async Task Each_network_has_one_server_until_it_is_stopped()
    {
        var server = Server;
        Assert.Equal(server, servers.GetOrStart(NamesOfTest.ClientNetwork.ToUpperInvariant()));
        Assert.NotEqual(server, servers.GetOrStart("another network"));

        await servers.StopAsync(NamesOfTest.ClientNetwork);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(server));
    }

    private async Task<byte[]> AskAsync(byte[] query, IPEndPoint? server = null)
    {
        using var client = new UdpClient();
        client.Connect(server ?? Server);
        await client.SendAsync(query);
        using var limit = new CancellationTokenSource(Limit);
        return (await client.ReceiveAsync(limit.Token)).Buffer;
    }

    private async Task<byte[]> AskOverTcpAsync(byte[] query)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Server);
        return await AskOverTcpAsync(client, query);
    }

    private static async Task<byte[]> AskOverTcpAsync(TcpClient client, byte[] query)
    {
        using var limit = new CancellationTokenSource(Limit);
        var stream = client.GetStream();
        // In pieces, as a network may deliver it.
        await stream.WriteAsync(new byte[] { 0 }, limit.Token);
        await stream.WriteAsync(new[] { (byte)query.Length }, limit.Token);
        await stream.WriteAsync(query.AsMemory(0, 5), limit.Token);
        await stream.WriteAsync(query.AsMemory(5), limit.Token);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, limit.Token);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, limit.Token);
        return answer;
    }

    private static byte[] Query(string name, ushort number = 1)
    {
        List<byte> query = [(byte)(number >> 8), (byte)number, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
            query.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        return [.. query, 0, 0, 1, 0, 1];
    }

    private sealed class BrokenNames : INameData
    {
        public IEnumerable<ILinkedZone> ZonesLinkedTo(string virtualNetworkId) => throw new InvalidOperationException();

        public IEnumerable<DnsRecord> PublicRecordsAt(string name) => [];

        public DnsFault FaultFor(string virtualNetworkId, string name) => DnsFault.None;
    }
}
