namespace PrivateLinkPg.Diagnosis;

/// <summary>A path that does not work, as rules judge it.</summary>
/// <param name="Fault">What the probe met.</param>
/// <param name="Words">What it found, in words.</param>
/// <param name="Facts">What Azure tells.</param>
/// <param name="IsExplained">
/// Whether something that is wrong with the endpoint explains the answer of DNS: before a connection is approved, Azure's public name is no
/// alias of the private one, and whoever asks gets the public address.
/// </param>
internal sealed record PathCase(ProbeFault Fault, ProbeWords Words, LinkFacts Facts, bool IsExplained = false)
{
    /// <summary>Whether the name leads to the endpoint, and nowhere else.</summary>
    public bool LeadsToEndpoint => Words.ResolvedAddresses is { Count: > 0 } resolved && resolved.All(Facts.Addresses.Contains);

    /// <summary>The host name and what it is an alias of.</summary>
    public IEnumerable<string> Names => [.. Words.Names, Facts.Name];

    /// <summary>The zone that answers for the name in the clients' network; null where none is linked.</summary>
    public ZoneFacts? Zone => Facts.AnsweringZone;

    /// <summary>The clients' network in words.</summary>
    public string Network => Facts.Network?.Name ?? "the endpoint's network";

    /// <summary>The endpoint's addresses in words.</summary>
    public string Addresses => string.Join(", ", Facts.Addresses);

    /// <summary>The name that the record is of, in words: the host name, or what it is an alias of.</summary>
    public string Name => AzureNames.Same(Facts.Name, Words.Host) ? Words.Host : $"{Facts.Name} (of which {Words.Host} is an alias)";
}
