namespace PrivateLinkPg.Diagnosis;

/// <summary>Why the endpoint's network does not lead the name to the endpoint, by what its private zones hold.</summary>
internal static class ZoneCauses
{
    /// <summary>The root cause; null where no address is known that would be right.</summary>
    public static RootCause? Of(ProbeWords words, LinkFacts facts)
    {
        if (facts.Addresses.Count == 0) return null;
        string network = facts.Network?.Name ?? "the endpoint's network";
        string record = $"New-PgPrivateDnsRecord -HostName {words.Host} -IpAddress {string.Join(",", facts.Addresses)} "
            + $"-VirtualNetworkId {facts.Network?.Id ?? "<the network's id>"}";
        // Of the linked zones the first is the one that answers.
        ZoneFacts? answering = facts.Zones.FirstOrDefault(zone => zone.IsLinked);
        if (answering is null) return NotLinked(words, facts, network, record);
        if (answering.Record is null)
        {
            return answering.IsWiderThan(facts.ZoneName)
                ? new("ZoneTooWide",
                    $"The private zone {answering.Name} is linked to {network} and has no record {words.Host}: "
                        + $"it hides every public name below {answering.Name} from the network.",
                    $"Make the narrow zone: {record} -ZoneName {facts.ZoneName}; "
                        + $"then remove the link of {answering.Name}: Remove-AzPrivateDnsVirtualNetworkLink")
                : new("RecordMissing",
                    $"The private zone {answering.Name} is linked to {network} and has no record of {words.Host}, "
                        + "so that it answers that the name does not exist.", record);
        }
        if (answering.Record.Except(facts.Addresses).Any())
        {
            return new("RecordStale",
                $"The record of {words.Host} in zone {answering.Name} leads to {string.Join(", ", answering.Record)}, "
                    + $"and the endpoint has {string.Join(", ", facts.Addresses)}.",
                $"{record} -Force");
        }
        if (facts.CustomDnsServers.Count > 0)
        {
            return new("CustomDnsServers",
                $"Zone and record are right, but {network} asks its own DNS servers {string.Join(", ", facts.CustomDnsServers)}, "
                    + "which do not lead to the zone.",
                $"Let them forward {ZoneNames.Public(facts.ZoneName)} to 168.63.129.16 (from inside a linked network), "
                    + "or to a DNS Private Resolver's inbound endpoint.");
        }
        return new("OtherResolver",
            $"Zone, link and record are right for {network}; {words.Resolver} does not ask Azure's DNS from inside that network, "
                + "or still keeps an older answer.",
            $"Test inside the network: Test-PgPrivateConnection {words.Host} -DnsServer 168.63.129.16. "
                + $"Elsewhere, forward {ZoneNames.Public(facts.ZoneName)} to a resolver in the network; "
                + "on this machine: Clear-DnsClientCache, or resolvectl flush-caches.");
    }

    private static RootCause NotLinked(ProbeWords words, LinkFacts facts, string network, string record) => facts.Zones is [var zone, ..]
        ? new("ZoneNotLinked",
            $"The private zone {zone.Name} exists and is not linked to {network}, so that its clients get the public answer.", record)
        : new("ZoneMissing", $"There is no private zone that would lead {words.Host} to the endpoint in {network}.", record);
}
