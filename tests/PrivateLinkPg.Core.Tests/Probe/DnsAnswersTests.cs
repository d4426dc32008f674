using System.Net;
using PrivateLinkPg.Core.Tests.Dns;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>Nothing in a message is believed: each length, pointer and count is held against what came.</summary>
public sealed class DnsAnswersTests
{
    private static readonly string[] Name = ["db", "example", "com"];

    [Fact]
    public void An_answer_is_read_with_all_that_counts()
    {
        DnsAnswer answer = Read(Header(answers: 4).Name(Name).Number(1).Number(1)
            .Pointer(12).Kind(5, 0x10002).Data(data => data.Name(["p", "example"]))
            .Name(["p", "example"]).Kind(1, 60).Data(data => data.Raw(10, 1, 0, 4))
            .Name(["p", "example"]).Kind(28, 60).Data(data => data.Raw(IPAddress.Parse("fd00::4").GetAddressBytes()))
            .Name(["p", "example"]).Kind(16, 60).Data(data => data.Raw(1, 65)))!;
        Assert.Equal((0x1234, "db.example.com", DnsRecordType.A, false, true, DnsResponseCode.NoError), (answer.Id, answer.QuestionName, answer.QuestionType, answer.Truncated, answer.Recurses, answer.Code));
        Assert.Equal(
            [new("db.example.com", 0x10002, null, "p.example"), new("p.example", 60, IPAddress.Parse("10.1.0.4"), null), new DnsRecord("p.example", 60, IPAddress.Parse("fd00::4"), null)], answer.Records);
    }

    [Theory]
    [InlineData(0x8180, true, false, 0)]
    [InlineData(0x8100, false, false, 0)]
    [InlineData(0x8380, true, true, 0)]
    [InlineData(0x8183, true, false, 3)]
    [InlineData(0x858F, true, false, 15)]
    public void Flags_are_read_bit_by_bit(int flags, bool recurses, bool truncated, int code)
    {
        DnsAnswer answer = Read(Header(flags).Name(Name).Number(1).Number(1))!;
        Assert.Equal((recurses, truncated, (DnsResponseCode)code), (answer.Recurses, answer.Truncated, answer.Code));
    }

    [Fact]
    public void A_question_may_be_left_out_and_none_may_be_too_many()
    {
        Assert.Null(Read(Header(questions: 0))!.QuestionName);
        Assert.Equal(default, Read(Header(questions: 0))!.QuestionType);
        Assert.Null(Read(Header(questions: 2).Name(Name).Number(1).Number(1).Name(Name).Number(1).Number(1)));
        Assert.Null(Read(Header(0x0180).Name(Name).Number(1).Number(1)));
        // Of another class than the Internet.
        Assert.Null(Read(Header().Name(Name).Number(1).Number(3)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(9_000)]
    public void A_name_may_be_kept_anywhere_before(int between)
    {
        WireMessage message = Header(answers: 3).Name(Name).Number(1).Number(1).Pointer(12).Kind(16).Data(data => data.Raw(new byte[between]));
        int place = message.ToArray().Length;
        message.Name(["far", "example"]).Kind(1).Data(data => data.Raw(10, 1, 0, 4)).Pointer(place).Kind(1).Data(data => data.Raw(10, 1, 0, 5));

        Assert.Equal(["far.example", "far.example"], Read(message)!.Records.Select(each => each.Name));
    }

    // What a server sends in a truncated answer is asked for again.
    [Fact]
    public void Records_of_a_truncated_answer_do_not_count() =>
        Assert.Empty(Read(Header(0x8380, answers: 1).Name(Name).Number(1).Number(1).Pointer(12).Kind(1).Data(data => data.Raw(10, 1, 0, 4)))!.Records);

    [Theory]
    [InlineData(1, 1, 4, 1)]
    [InlineData(1, 1, 3, 0)]
    [InlineData(1, 1, 16, 0)]
    [InlineData(28, 1, 16, 1)]
    [InlineData(28, 1, 4, 0)]
    [InlineData(1, 3, 4, 0)]
    public void A_record_counts_where_it_has_its_class_and_size(int type, int kind, int size, int records) =>
        Assert.Equal(records, Read(Header(answers: 1).Name(Name).Number(1).Number(1).Pointer(12).Kind(type, kind: kind).Data(data => data.Raw(new byte[size])))!.Records.Count);

    [Fact]
    public void Every_message_that_ends_too_soon_is_none()
    {
        byte[] whole = Header(answers: 2).Name(Name).Number(1).Number(1)
            .Pointer(12).Kind(5).Data(data => data.Name(["p", "example"])).Name(["p", "example"]).Kind(1).Data(data => data.Raw(10, 1, 0, 4)).ToArray();
        Assert.NotNull(DnsAnswerReader.TryRead(whole));
        AssertEach.All(Enumerable.Range(0, whole.Length), length => Assert.Null(DnsAnswerReader.TryRead(whole.AsSpan(0, length))));
        // What follows is not looked at.
        Assert.NotNull(DnsAnswerReader.TryRead([.. whole, 1, 2, 3]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void An_alias_ends_where_its_record_does(int lie) =>
        Assert.Null(Read(Header(answers: 1).Name(Name).Number(1).Number(1).Pointer(12).Kind(5).Data(data => data.Name(["p", "example"]), lie).Raw(0)));

    [Fact]
    public void Names_point_backwards_only()
    {
        Assert.Equal("db.example.com", Owner(message => message.Pointer(12)));
        Assert.Equal("example.com", Owner(message => message.Pointer(15)));
        Assert.Equal("x.com", Owner(message => message.Raw(1, (byte)'x').Pointer(23)));
        // To itself, to what comes, into itself.
        Assert.Null(Owner(message => message.Pointer(message.Length)));
        Assert.Null(Owner(message => message.Pointer(message.Length + 1)));
        Assert.Null(Owner(message => message.Raw(1, (byte)'x').Pointer(message.Length)));
        Assert.Null(Owner(message => message.Pointer(0x3FFF)));
        // Labels of kinds that nobody uses.
        Assert.Null(Owner(message => message.Raw(0x41, 0)));
        Assert.Null(Owner(message => message.Raw(0x80, 0)));
        // A pointer to a name that runs over the place it was pointed from.
        Assert.Null(Owner(message => message.Raw(5, (byte)'x').Pointer(message.Length - 2)));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(62, true)]
    [InlineData(64, false)]
    public void A_name_has_at_most_255_octets(int last, bool isName)
    {
        // Three labels of 63 take 192 octets with their lengths, the last one its own and one, and the root one.
        string[] labels = [new('a', 63), new('b', 63), new('c', 63), new('d', Math.Min(last, 63) - 2), .. last > 63 ? ["x"] : Array.Empty<string>()];
        Assert.Equal(isName, Read(new WireMessage(false).Number(0x1234).Number(0x8180).Number(1).Number(0).Number(0).Number(0).Name(labels).Number(1).Number(1)) is not null);
    }

    [Fact]
    public void An_answer_is_the_querys_by_id_name_and_type()
    {
        DnsQuery query = DnsQuery.Create("db.example.com", DnsRecordType.A, extended: true);
        DnsAnswer answer = new(query.Id, "DB.example.com", DnsRecordType.A, false, true, DnsResponseCode.NoError, []);
        Assert.True(query.IsAnsweredBy(answer));
        Assert.False(query.IsAnsweredBy(answer with { Id = (ushort)(query.Id + 1) }));
        Assert.False(query.IsAnsweredBy(answer with { QuestionType = DnsRecordType.Aaaa }));
        Assert.False(query.IsAnsweredBy(answer with { QuestionName = "other.example.com" }));
        // Some leave the question out of a refusal, none out of an answer.
        Assert.True(query.IsAnsweredBy(answer with { QuestionName = null, Code = DnsResponseCode.Refused }));
        Assert.False(query.IsAnsweredBy(answer with { QuestionName = null }));
        Assert.False(query.IsAnsweredBy(answer with { QuestionName = null, Code = DnsResponseCode.Refused, Records = [new("x", 1, null, "y")] }));
    }

    [Theory]
    [InlineData(true, 43)]
    [InlineData(false, 32)]
    public void A_query_is_as_long_as_what_it_says(bool extended, int length)
    {
        DnsQuery query = DnsQuery.Create("db.example.com", DnsRecordType.Aaaa, extended);
        byte[] bytes = query.Bytes.ToArray();
        Assert.Equal(length, bytes.Length);
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 0, 0, (byte)(extended ? 1 : 0)], bytes[2..12]);
        Assert.Equal("\u0002db\u0007example\u0003com\0\0\u001c\0\u0001", System.Text.Encoding.ASCII.GetString(bytes, 12, 20));
        if (extended) Assert.Equal([0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0], bytes[32..]);
    }

    // What of it counts for the name and the type that were asked for: how it ends, and where.
    [Theory]
    [InlineData("", 0, true, ResolutionOutcome.NoAddress, "")]
    [InlineData("db=10.1.0.4", 0, true, ResolutionOutcome.Found, "10.1.0.4")]
    [InlineData("DB=10.1.0.4;db=10.1.0.4;db=10.1.0.5", 0, true, ResolutionOutcome.Found, "10.1.0.4,10.1.0.5")]
    [InlineData("db=fd00::4", 0, true, ResolutionOutcome.NoAddress, "")]
    [InlineData("other=10.1.0.4", 0, true, ResolutionOutcome.NoAddress, "")]
    [InlineData("db>p;p=10.1.0.4", 0, true, ResolutionOutcome.Found, "10.1.0.4")]
    [InlineData("p=10.1.0.4;db>p", 0, true, ResolutionOutcome.Found, "10.1.0.4")]
    [InlineData("db>p;db=10.1.0.4", 0, true, ResolutionOutcome.NoAddress, "")]
    [InlineData("db>p", 0, true, ResolutionOutcome.NoAddress, "")]
    [InlineData("db>p", 0, false, ResolutionOutcome.AliasNotFollowed, "")]
    [InlineData("", 0, false, ResolutionOutcome.NoAddress, "")]
    [InlineData("db>p;p>db", 0, true, ResolutionOutcome.AliasLoop, "")]
    [InlineData("db>p;p>q;q>p;p=10.1.0.4", 0, true, ResolutionOutcome.AliasLoop, "")]
    [InlineData("db>DB", 0, false, ResolutionOutcome.AliasLoop, "")]
    [InlineData("db=10.1.0.4", 3, true, ResolutionOutcome.NameNotFound, "10.1.0.4")]
    [InlineData("", 2, true, ResolutionOutcome.ServerFailure, "")]
    [InlineData("", 5, true, ResolutionOutcome.Refused, "")]
    [InlineData("", 1, true, ResolutionOutcome.ServerFailure, "")]
    internal void An_answer_is_followed_to_its_addresses(string records, int code, bool recurses, ResolutionOutcome outcome, string addresses)
    {
        Resolution read = Follow(records, code, recurses);
        Assert.Equal(outcome, read.Outcome);
        Assert.Equal(addresses, string.Join(',', read.Addresses));
        Assert.Equal("DNS", read.Resolver);
        Assert.Equal(outcome == ResolutionOutcome.Found, read.Reason is null);
    }

    [Theory]
    [InlineData("db=10.1.0.4", 60u)]
    [InlineData("db>p 30;p=10.1.0.4", 30u)]
    [InlineData("db>p;p=10.1.0.4 20;p=10.1.0.5 10", 10u)]
    [InlineData("", null)]
    public void An_answer_holds_for_the_shortest_time_on_the_way(string records, uint? seconds) => Assert.Equal(seconds, Follow(records, 0, true).TimeToLive);

    [Theory]
    [InlineData(0, "NODATA")]
    [InlineData(1, "FORMERR")]
    [InlineData(2, "SERVFAIL")]
    [InlineData(3, "NXDOMAIN")]
    [InlineData(4, "NOTIMP")]
    [InlineData(5, "REFUSED")]
    [InlineData(9, "response code 9")]
    public void A_code_has_its_name(int code, string name) => Assert.Equal(name, Follow("", code, true).Reason);

    [Theory]
    [InlineData("10.0.0.0", true)]
    [InlineData("10.255.255.255", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("172.15.255.255", false)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.0", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("100.128.0.0", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe00::1", false)]
    [InlineData("2603:1020::1", false)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("::ffff:20.0.0.1", false)]
    public void Addresses_of_no_public_network_are_private(string address, bool isPrivate) => Assert.Equal(isPrivate, AddressScope.IsPrivate(IPAddress.Parse(address)));

    private static Resolution Follow(string records, int code, bool recurses) => DnsReading.Of(
        new(1, "db", DnsRecordType.A, false, recurses, (DnsResponseCode)code, [.. records.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Record)]), "db", DnsRecordType.A, "DNS");

    private static DnsRecord Record(string text)
    {
        string[] parts = text.Split(' ');
        uint time = parts.Length > 1 ? uint.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 60;
        return parts[0].Split('>') is [var owner, var alias] ? new(owner, time, null, alias) : new(parts[0].Split('=')[0], time, IPAddress.Parse(parts[0].Split('=')[1]), null);
    }

    private static string? Owner(Action<WireMessage> name)
    {
        WireMessage message = Header(answers: 1).Name(Name).Number(1).Number(1);
        name(message);
        return Read(message.Kind(1).Data(data => data.Raw(10, 1, 0, 4)))?.Records.Single().Name;
    }

    private static WireMessage Header(int flags = 0x8180, int questions = 1, int answers = 0) => new WireMessage(compress: false).Number(0x1234).Number(flags).Number(questions).Number(answers).Number(0).Number(0);

    private static DnsAnswer? Read(WireMessage message) => DnsAnswerReader.TryRead(message.ToArray());
}
