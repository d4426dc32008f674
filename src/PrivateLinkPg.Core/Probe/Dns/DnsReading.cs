namespace PrivateLinkPg.Probe.Dns;

/// <summary>What an answer says of a name.</summary>
internal static class DnsReading
{
    /// <summary>Follows the aliases in <paramref name="answer"/> to the addresses.</summary>
    /// <param name="answer">To this very question.</param>
    /// <param name="name">The name asked for.</param>
    /// <param name="type">The type asked for.</param>
    /// <param name="resolver">Who answered.</param>
    public static Resolution Of(DnsAnswer answer, string name, DnsRecordType type, string resolver)
    {
        List<DnsRecord> aliases = [];
        string last = name;
        // Aliases that go in a circle have no end, whatever stands at their names.
        bool IsPassed(string each) => aliases.Exists(alias => Same(alias.Name, each));
        while (!IsPassed(last) && answer.Records.FirstOrDefault(r => r.Alias is not null && Same(r.Name, last)) is { } alias)
        {
            aliases.Add(alias);
            last = alias.Alias!;
        }
        bool isCircle = IsPassed(last);
        AddressFamily family = type == DnsRecordType.A ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        DnsRecord[] found = [.. answer.Records.Where(r => r.Address?.AddressFamily == family && Same(r.Name, last) && !isCircle)];
        ResolutionOutcome outcome = answer.Code switch
        {
            DnsResponseCode.NoError when found.Length > 0 => ResolutionOutcome.Found,
            DnsResponseCode.NoError when isCircle => ResolutionOutcome.AliasLoop,
            DnsResponseCode.NoError when aliases.Count > 0 && !answer.Recurses => ResolutionOutcome.AliasNotFollowed,
            DnsResponseCode.NoError => ResolutionOutcome.NoAddress,
            DnsResponseCode.NameError => ResolutionOutcome.NameNotFound,
            DnsResponseCode.Refused => ResolutionOutcome.Refused,
            _ => ResolutionOutcome.ServerFailure,
        };
        return new()
        {
            Outcome = outcome,
            Resolver = resolver,
            Addresses = [.. found.Select(r => r.Address!).Distinct()],
            Aliases = aliases,
            TimeToLive = found.Length > 0 ? aliases.Concat(found).Min(r => r.TimeToLive) : null,
            Reason = outcome == ResolutionOutcome.Found ? null : Words(answer.Code),
        };
    }

    private static string Words(DnsResponseCode code) => code switch
    {
        DnsResponseCode.NoError => "NODATA",
        DnsResponseCode.FormatError => "FORMERR",
        DnsResponseCode.ServerFailure => "SERVFAIL",
        DnsResponseCode.NameError => "NXDOMAIN",
        DnsResponseCode.NotImplemented => "NOTIMP",
        DnsResponseCode.Refused => "REFUSED",
        _ => $"response code {(int)code}",
    };

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
