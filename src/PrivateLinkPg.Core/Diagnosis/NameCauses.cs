namespace PrivateLinkPg.Diagnosis;

/// <summary>Names that lead nowhere, or elsewhere.</summary>
internal static class NameCauses
{
    /// <summary>The root cause behind a fault of the steps Name and Address.</summary>
    public static RootCause Of(ProbeFault fault, ProbeWords words, string detail) => fault switch
    {
        ProbeFault.NameNotFound or ProbeFault.NameHasNoAddress when words.PrivateZone is { } zone && words.PublicName is null => new(
            "PrivateZoneLacksRecord",
            $"{words.LastName} does not exist: the private zone {zone} answers {words.Resolver} and has no record for this server.",
            $"{words.RecordCommand}; a server that has no private endpoint stays reachable "
                + "by a link with -ResolutionPolicy NxDomainRedirect."),
        ProbeFault.NameNotFound when words.PublicName is { } name => new(
            "ConnectedByPrivateLinkName",
            $"{words.Host} does not exist; clients connect by the public name, which Azure leads to the private one.",
            $"Test-PgPrivateConnection {name}"),
        ProbeFault.NameNotFound => new(
            "NameNotFound", $"{Upper(words.Resolver)} reports that {words.Host} does not exist.",
            $"Check the spelling. If the name is right and its record is missing: {words.RecordCommand}"),
        ProbeFault.NameHasNoAddress => new(
            "NameHasNoAddress", $"{Upper(words.Resolver)} reports that {words.LastName} exists, but has no address.",
            words.RecordCommand),
        ProbeFault.AliasNotFollowed => new(
            "AliasNotFollowed",
            $"{Upper(words.Resolver)} says that {words.Host} is an alias of {words.LastName}, and does not ask others where that leads.",
            "Let it forward, or do recursion, for this machine; or ask a server that does: " + Compare(words)),
        ProbeFault.AliasLoop => new(
            "AliasLoop", $"{words.Host} has no address: its aliases lead back to {words.LastName}.",
            $"Mend the CNAME record of {words.LastName} in its zone."),
        ProbeFault.DnsTcpClosed => new(
            "DnsTcpClosed", $"{Upper(words.Resolver)} answers over UDP that its answer needs TCP, and takes none: {detail}",
            "Open TCP port 53 from here to the server, besides UDP; or ask another: " + Compare(words)),
        ProbeFault.SinkholeAddress => new(
            "ResolvesToNowhere",
            $"{words.Host} leads to {words.Resolved}: so a DNS filter answers for names that it blocks, or the record is a placeholder.",
            $"Allow the name at the filter of {words.Resolver}. Where the record itself is so: {words.RecordCommand} -Force"),
        ProbeFault.DnsServerFailed => new(
            "DnsServerFailed", $"Looking up {words.Host} failed at {words.Resolver}: it found no answer itself.",
            "Check the servers it forwards to; inside Azure they must lead to 168.63.129.16. Compare with: " + Compare(words)),
        ProbeFault.DnsServerRefused => new(
            "DnsServerRefused", $"{Upper(words.Resolver)} refuses to answer this machine for {words.Host}.",
            "Allow this machine on that server, or ask another: " + Compare(words)),
        ProbeFault.DnsServerSilent => new(
            "DnsServerSilent", $"{Upper(words.Resolver)} did not answer in time.",
            "Check that port 53 (UDP and TCP) is open from here to the server, or ask another: " + Compare(words)),
        ProbeFault.DnsServerUnreachable => new(
            "DnsServerUnreachable", $"{Upper(words.Resolver)} cannot be reached: {detail}",
            "Check the server's address and that DNS runs there, or ask another: " + Compare(words)),
        ProbeFault.PublicAddress => Public(words),
        ProbeFault.UnexpectedAddress => new(
            "ResolvesToOtherAddress",
            $"{words.Host} leads to {words.Resolved}, which is not {words.Expected}: the record is stale, or belongs to another endpoint.",
            $"{words.RecordCommand} -Force. After a change, resolvers keep the old answer for its time to live."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static RootCause Public(ProbeWords words) => new(
        "ResolvesToPublicAddress",
        $"{words.Host} leads to the public address {words.Resolved}{(words.Expected is null ? "" : $" instead of {words.Expected}")}: "
            + $"{words.Resolver} does not see the private zone.",
        $"Make the record and link the zone: {words.RecordCommand}. "
            + "Where both exist, let this machine ask a DNS server that sees the linked network; "
            + $"{words.DiagnoseCommand} tells which it is.");

    private static string Compare(ProbeWords words) => $"Test-PgPrivateConnection {words.Host} -DnsServer <address>";

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
