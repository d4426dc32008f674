using PrivateLinkPg.Arm.Wire;

namespace PrivateLinkPg.Targets;

/// <summary>What a vendor is told, under the vendor's own names for it.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Fields">The facts, in the vendor's order.</param>
internal sealed record VendorLetter(string Subject, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>As plain text.</summary>
    public string Text => string.Join('\n', Fields.Select(each => $"- {each.Name}: {each.Value}").Prepend($"Subject: {Subject}"));

    /// <summary>As Markdown.</summary>
    public string Markdown => $"**Subject:** {Subject}\n\n" + string.Join('\n', Fields.Select(each => $"- **{each.Name}:** `{each.Value}`"));

    /// <summary>The fields of dbt's form (Configuring Private Link for Azure Database for Postgres Flexible Server).</summary>
    public static VendorLetter ToDbt(string server, string serverId, string environment, string region, string? accountUrl)
    {
        List<(string, string)> fields = [("Type", "Azure Database for Postgres Flexible Server")];
        if (accountUrl is not null) fields.Add(("dbt platform account URL", accountUrl));
        fields.AddRange(
        [
            ("Postgres Flexible Server name", server),
            ("Azure Database for Postgres Flexible Server resource ID", serverId),
            ("dbt Azure multi-tenant environment", environment),
            // Written as in the form's own examples: WestEurope.
            ("Azure Postgres server region", region.Replace(" ", "", StringComparison.Ordinal)),
        ]);
        return new("New Azure Multi-Tenant Private Link Request", fields);
    }

    /// <summary>What EDB asks for before it shows a cluster's service in its own account (Connecting from Azure): who will connect.</summary>
    public static VendorLetter ToBigAnimal(string? clusterId, IReadOnlyList<Subscription> consumers, string? tenantId)
    {
        List<(string, string)> fields = [];
        if (clusterId is not null) fields.Add(("Cluster ID", clusterId));
        fields.Add(("Network type", "Private"));
        fields.Add(("Azure subscription ID", string.Join(", ", consumers.Select(each => each.SubscriptionId))));
        fields.Add(("Azure subscription name", string.Join(", ", consumers.Select(each => each.DisplayName))));
        if (tenantId is not null) fields.Add(("Azure tenant ID", tenantId));
        return new($"Private network access to BigAnimal{(clusterId is null ? "" : $" cluster {clusterId}")} from Azure", fields);
    }
}
