using System.Net;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>What stands in a right answer beside what was asked for, and must not be taken for it.</summary>
internal enum Bystander
{
    AddressOfOtherName, AddressOfOtherFamily, AddressOfOtherClass, AddressWithFewOctets, AddressWithManyOctets, AddressBesideAlias,
    UnknownType, AliasOfOtherName,
}

/// <summary>A well-formed answer, and what must be read out of it.</summary>
/// <param name="Code">The response code; neither 1 nor 4, by which servers without EDNS ask to be asked again.</param>
/// <param name="Aliases">The names that lead on from the name asked for, in order.</param>
/// <param name="Hosts">The last octets of the addresses.</param>
/// <param name="Circle">Whether the last alias leads back to the name asked for.</param>
/// <param name="TimesToLive">Taken round and round.</param>
/// <param name="Order">Seeds the order of the records.</param>
/// <param name="Loud">Whether the server writes the name in capitals.</param>
internal sealed record TrueAnswer(
    int Code, string[][] Aliases, byte[] Hosts, bool Circle, uint[] TimesToLive, Bystander[] Bystanders,
    int Order, bool Compress, bool Loud)
{
    private static readonly string[] Other = ["other", "example"];

    private sealed record Entry(
        string[] Owner, int Type, uint TimeToLive, byte[]? Data = null, string[]? Target = null, int Kind = 1, bool Host = false);

    public byte[] For(byte[] query)
    {
        string[] name = HostileDatagram.Name(query);
        if (Loud) name = [.. name.Select(label => label.ToUpperInvariant())];
        Entry[] entries = Entries(name, HostileDatagram.TypeOf(query));
        WireMessage message = new WireMessage(Compress).Raw(query[0], query[1], 0x81, (byte)(0x80 | Code));
        message.Number(1).Number(entries.Length).Number(0).Number(1).Name(name).Number(HostileDatagram.TypeOf(query)).Number(1);
        foreach (Entry entry in entries)
        {
            message.Name(entry.Owner).Kind(entry.Type, entry.TimeToLive, entry.Kind)
                .Data(data => _ = entry.Target is { } target ? data.Name(target) : data.Raw(entry.Data!));
        }
        return message.Raw(0).Number(41).Number(1232).Number(0).Number(0).Number(0).ToArray();
    }

    public Resolution Read(string name, int type, string resolver)
    {
        string[] labels = name.Split('.');
        DnsRecord[] aliases =
            [.. Chain(labels).Select((alias, i) => new DnsRecord(Text(alias.Owner), TimeToLive(i), null, Text(alias.Target)))];
        byte[][] addresses = [.. Entries(labels, type).Where(entry => entry.Host).Select(entry => entry.Data!)];
        bool found = Code == 0 && addresses.Length > 0;
        IEnumerable<uint> timesToLive = [.. aliases.Select(alias => alias.TimeToLive), .. addresses.Select((_, i) => TimeToLive(100 + i))];
        return new()
        {
            Outcome = found ? ResolutionOutcome.Found : Code switch
            {
                0 when Circle && aliases.Length > 0 => ResolutionOutcome.AliasLoop,
                0 => ResolutionOutcome.NoAddress,
                3 => ResolutionOutcome.NameNotFound,
                5 => ResolutionOutcome.Refused,
                _ => ResolutionOutcome.ServerFailure,
            },
            Resolver = resolver,
            Aliases = aliases,
            Addresses = [.. addresses.Select(address => new IPAddress(address)).Distinct()],
            TimeToLive = found ? timesToLive.Min() : null,
            Reason = found ? null : Code switch
            {
                0 => "NODATA",
                2 => "SERVFAIL",
                3 => "NXDOMAIN",
                5 => "REFUSED",
                _ => $"response code {Code}",
            },
        };
    }

    /// <summary>Ends the chain in a name of its own, so that it is right however the generator made it.</summary>
    private IEnumerable<(string[] Owner, string[] Target)> Chain(string[] name)
    {
        string[] last = name;
        for (int i = 0; i < Aliases.Length; i++)
        {
            string[] own = [$"{i}-{Aliases[i][0]}", .. Aliases[i][1..], .. i % 2 == 0 ? name[1..] : []];
            string[] target = Circle && i == Aliases.Length - 1 ? name : own;
            yield return (last, target);
            last = target;
        }
    }

    private Entry[] Entries(string[] name, int type)
    {
        (string[] Owner, string[] Target)[] chain = [.. Chain(name)];
        string[] last = chain.Length > 0 ? chain[^1].Target : name;
        List<Entry> entries = [.. chain.Select((alias, i) => new Entry(alias.Owner, 5, TimeToLive(i), Target: alias.Target))];
        // An address at a name that is an alias too is none at the end of the chain; so is each on a circle.
        byte[] hosts = Circle && chain.Length > 0 || Code != 0 ? [] : Hosts;
        entries.AddRange(hosts.Select((host, i) => new Entry(last, type, TimeToLive(100 + i), Address(type, host), Host: true)));
        entries.AddRange(Bystanders.Select(bystander => Beside(bystander, name, last, chain.Length > 0, type)));
        Entry[] ordered = [.. entries];
        new Random(Order).Shuffle(ordered);
        return ordered;
    }

    private static Entry Beside(Bystander bystander, string[] name, string[] last, bool isAlias, int type) => bystander switch
    {
        Bystander.AddressOfOtherFamily => new(last, 29 - type, 1, HostileDatagram.Poison(29 - type)),
        Bystander.AddressOfOtherClass => new(last, type, 1, HostileDatagram.Poison(type), Kind: 3),
        Bystander.AddressWithFewOctets => new(last, type, 1, HostileDatagram.Poison(type)[1..]),
        Bystander.AddressWithManyOctets => new(last, type, 1, [.. HostileDatagram.Poison(type), 1]),
        Bystander.AddressBesideAlias when isAlias => new(name, type, 1, HostileDatagram.Poison(type)),
        Bystander.UnknownType => new(last, 65, 1, HostileDatagram.Poison(type)),
        Bystander.AliasOfOtherName => new(Other, 5, 1, Target: ["more", .. Other]),
        _ => new(Other, type, 1, HostileDatagram.Poison(type)),
    };

    private uint TimeToLive(int index) => TimesToLive[index % TimesToLive.Length];

    private static byte[] Address(int type, byte host) => type == 1 ? [10, 1, 0, host] : [0xFD, .. new byte[14], host];

    private static string Text(string[] labels) => string.Join('.', labels);
}
