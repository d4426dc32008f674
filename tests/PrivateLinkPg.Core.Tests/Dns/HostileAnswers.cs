using CsCheck;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>Makes what servers send: right, wrong and half.</summary>
internal static class HostileAnswers
{
    private static readonly Gen<char> Octet = Gen.OneOf(
        Gen.Char['a', 'z'],
        Gen.Char['\u0000', '\u00FF'],
        Gen.OneOf('.', '\\', '"', ';', '\0', ' ', '\u00C4', '\u007F'));

    private static readonly Gen<string[]> Name = Gen.Frequency(
        (20, Gen.String[Octet, 1, 20].Array[1, 4]),
        (5, Gen.OneOf("xn--", "xn--zca", "xn--\u00FF", "XN--A-").Select(label => new[] { label, label })),
        // With "0-" in front and nothing behind, 255 octets: the most that a name may have.
        (1, Gen.Const<string[]>([new('a', 61), new('b', 63), new('c', 63), new('d', 33)])));

    private static readonly Gen<TrueAnswer> True = Gen.Select(
        Gen.Frequency((8, Gen.Const(0)), (3, Gen.OneOf(2, 3, 5)), (1, Gen.Int[6, 15])),
        Name.Array[0, 5],
        Gen.Byte.Array[0, 4],
        Gen.Frequency((9, false), (1, true)),
        Gen.UInt.Array[1, 5],
        Gen.Enum<Bystander>().Array[0, 3],
        Gen.Select(Gen.Int[0, 99], Gen.Bool, Gen.Bool),
        (code, aliases, hosts, circle, ttls, bystanders, how) =>
            new TrueAnswer(code, aliases, hosts, circle, ttls, bystanders, how.Item1, how.Item2, how.Item3));

    private static readonly Gen<HostileDatagram> Junk = Gen.Select(
        Gen.Enum<Defect>(), Gen.Int[0, 100000], (defect, size) => new HostileDatagram(defect, size));

    // Few go over TCP: each leaves a port behind for a minute.
    private static readonly Gen<Delivery> How = Gen.Frequency(
        (80, Gen.Const(Delivery.Datagram)),
        (8, Gen.Const(Delivery.WithoutEdns)),
        (8, Gen.Const(Delivery.WithoutQuestion)),
        (4, Gen.Enum<Delivery>().Where(how => how >= Delivery.Tcp)));

    /// <summary>What happens to one query.</summary>
    public static Gen<HostileExchange> Exchange { get; } = Gen.Select(
        Junk.Array[0, 8], How, True, Gen.Int[0, 100000], (junk, how, answer, size) => new HostileExchange(junk, how, answer, size));

    /// <summary>Changes to a right answer at random places; none to its id.</summary>
    public static Gen<(HostileExchange Exchange, (int At, byte Value)[] Changes)> Changed { get; } =
        Gen.Select(Exchange, Gen.Select(Gen.Int[2, 400], Gen.Byte).Array[1, 6]);
}
