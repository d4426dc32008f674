namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>A record and the name that owns it.</summary>
internal sealed record OwnedRecord(string Owner, DnsRecord Record);

/// <summary>What a question resolves to.</summary>
/// <param name="Code">NoError, also for a name without records of the type; NameError; ServerFailure for a circle of aliases.</param>
/// <param name="Answers">The chain of aliases and, at its end, the records.</param>
/// <param name="Authority">The zone's SOA when there are no such records.</param>
internal sealed record DnsAnswer(DnsResponseCode Code, IReadOnlyList<OwnedRecord> Answers, OwnedRecord? Authority);

/// <summary>
/// Resolves names as Azure DNS (168.63.129.16) does inside a virtual network: of the zones linked to it the one with the longest
/// fitting name answers, alone and also negatively; what no linked zone covers is public. A link with NxDomainRedirect lets
/// missing names go on to the public DNS. Each step of a chain of aliases is resolved that way anew.
/// </summary>
internal sealed class NameResolver(INameData names)
{
    private const int LongestChain = 16;

    internal DnsAnswer Resolve(string virtualNetworkId, string name, DnsRecordType type)
    {
        var answers = new List<OwnedRecord>();
        var current = Normalize(name);
        for (var step = 0; step < LongestChain; step++)
        {
            var found = Find(virtualNetworkId, current);
            if (!found.Exists)
                return new DnsAnswer(DnsResponseCode.NameError, answers, found.Authority);

            var wanted = found.Records.Where(record => type == DnsRecordType.Any || record.Type == type).ToList();
            answers.AddRange(wanted.Select(record => new OwnedRecord(current, record)));
            if (wanted.Count > 0)
                return new DnsAnswer(DnsResponseCode.NoError, answers, null);
            if (found.Records.OfType<CanonicalNameRecord>().FirstOrDefault() is not { } alias)
                return new DnsAnswer(DnsResponseCode.NoError, answers, found.Authority);

            answers.Add(new OwnedRecord(current, alias));
            current = Normalize(alias.Target);
        }

        return new DnsAnswer(DnsResponseCode.ServerFailure, [], null);
    }

    internal static string Normalize(string name) => name.TrimEnd('.').ToLowerInvariant();

    private Findings Find(string virtualNetworkId, string name)
    {
        var zone = names.ZonesLinkedTo(virtualNetworkId)
            .Where(candidate => Covers(candidate.Name, name))
            .MaxBy(candidate => candidate.Name.Length);
        if (zone is null)
            return FindPublic(name);
        var found = FindInZone(zone, name);
        return !found.Exists && zone.RedirectsMissingNames ? FindPublic(name) : found;
    }

    private Findings FindPublic(string name)
    {
        var records = names.PublicRecordsAt(name).ToList();
        return new Findings(records.Count > 0, records, PublicAuthority(name));
    }

    private static Findings FindInZone(ILinkedZone zone, string name)
    {
        var relative = name.Length == zone.Name.Length ? "@" : name[..^(zone.Name.Length + 1)];
        var records = zone.RecordsAt(relative).ToList();
        var exists = records.Count > 0 || relative == "@" || zone.HasNamesBelow(relative);
        if (!exists)
            records = FindWildcard(zone, relative);
        return new Findings(exists || records.Count > 0, records, ZoneAuthority(zone));
    }

    /// <summary>A wildcard stands in for a missing name only below the closest name that exists (RFC 4592).</summary>
    private static List<DnsRecord> FindWildcard(ILinkedZone zone, string relative)
    {
        while (true)
        {
            var dot = relative.IndexOf('.', StringComparison.Ordinal);
            var parent = dot < 0 ? "" : relative[(dot + 1)..];
            var records = zone.RecordsAt(parent.Length == 0 ? "*" : $"*.{parent}").ToList();
            if (records.Count > 0 || parent.Length == 0 || zone.RecordsAt(parent).Any() || zone.HasNamesBelow(parent))
                return records;
            relative = parent;
        }
    }

    private static OwnedRecord? ZoneAuthority(ILinkedZone zone) =>
        zone.RecordsAt("@").OfType<StartOfAuthorityRecord>()
            .Select(record => new OwnedRecord(Normalize(zone.Name), record)).FirstOrDefault();

    /// <summary>Names of the public world carry Azure DNS's SOA at their parent: where zones are cut there does not matter here.</summary>
    private static OwnedRecord PublicAuthority(string name) =>
        new(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..], StartOfAuthorityRecord.PublicZone);

    private static bool Covers(string zone, string name) =>
        name.EndsWith(zone, StringComparison.OrdinalIgnoreCase) && (name.Length == zone.Length || name[^(zone.Length + 1)] == '.');

    /// <summary>What a name has, and which SOA vouches for what it has not.</summary>
    private sealed record Findings(bool Exists, IReadOnlyList<DnsRecord> Records, OwnedRecord? Authority);
}
