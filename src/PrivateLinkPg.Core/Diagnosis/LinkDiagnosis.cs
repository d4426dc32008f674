namespace PrivateLinkPg.Diagnosis;

/// <summary>What Azure tells about the path that was probed. What may not be read becomes a finding, and the rest goes on.</summary>
internal static class LinkDiagnosis
{
    /// <summary>Gathers the facts about the path, from what the caller knows: endpoint, target, the clients' network.</summary>
    public static async Task<LinkFacts> GatherAsync(ProbeState state, LinkQuestion known, LinkReader link)
    {
        string name = state.Request.HostName;
        LinkReading reading = new(link, known with
        {
            HostName = name, Everywhere = true, Addresses = [.. state.Request.ExpectedAddresses.Select(address => address.ToString())],
            Resolved = [.. state.Resolved.Select(address => address.ToString())],
            Names = [.. new ProbeWords(state).Names.Distinct(StringComparer.OrdinalIgnoreCase)], Way = state.Faults.Count > 0,
        });
        LinkFacts facts = await reading.ToFactsAsync(name);
        return facts with { Findings = [.. AzureFindings.Of(facts), .. Unread(reading, facts, name)] };
    }

    private static IEnumerable<string> Unread(LinkReading reading, LinkFacts facts, string name)
    {
        foreach ((string what, ArmException refusal) in reading.Refusals) yield return $"{what} cannot be read: {refusal.Code}.";
        if (facts.EndpointId is null)
            yield return $"No private endpoint for {name} is to be seen from here; pass -EndpointId if there is one elsewhere.";
    }
}
