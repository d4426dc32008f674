namespace PrivateLinkPg.Targets;

/// <summary>What a vendor is told, under the vendor's own names for it.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Fields">The facts, in the vendor's order.</param>
internal sealed record VendorLetter(string Subject, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>As plain text.</summary>
    public string Text => string.Join('\n', Fields.Select(each => $"- {each.Name}: {each.Value}").Prepend($"Subject: {Subject}"));

    /// <summary>As Markdown.</summary>
    public string Markdown =>
        $"**Subject:** {Subject}\n\n" + string.Join('\n', Fields.Select(each => $"- **{each.Name}:** `{each.Value}`"));

    /// <summary>
    /// The record that users see, with the letter in the form that they chose; the server is dbt's, the consumers are BigAnimal's.
    /// </summary>
    public PgPrivateLinkRequest ToRecord(string text, LinkTarget? server, IReadOnlyList<string> consumers, string? tenantId) => new()
    {
        Vendor = server is null ? "BigAnimal" : "dbt",
        Subject = Subject,
        Field = Fields.ToDictionary(field => field.Name, field => field.Value),
        Text = text,
        TargetId = server?.Value,
        SubscriptionId = server?.ResourceId!.SubscriptionId ?? consumers[0],
        TenantId = tenantId,
    };

    /// <summary>
    /// The fields of dbt's form (Configuring Private Link for Azure Database for Postgres Flexible Server), for a server that takes
    /// endpoints.
    /// </summary>
    public static async Task<VendorLetter> ToDbtAsync(LinkTarget server, string environment, string? accountUrl, LinkReader link)
    {
        TargetResource found = await TargetSearch.OneAsync(server, link.Now());
        if (await TargetCheck.FaultAsync(server, found, link) is { } fault) throw fault;
        await ProviderRegistration.CheckAsync(server.ResourceId!.SubscriptionId!, server.Type, link);
        List<(string, string)> fields = [("Type", "Azure Database for Postgres Flexible Server")];
        if (accountUrl is not null) fields.Add(("dbt platform account URL", accountUrl));
        fields.AddRange(
        [
            ("Postgres Flexible Server name", found.Name!),
            ("Azure Database for Postgres Flexible Server resource ID", server.Value),
            ("dbt Azure multi-tenant environment", environment),
            // Written as in the form's own examples: WestEurope.
            ("Azure Postgres server region", found.Location!.Replace(" ", "", StringComparison.Ordinal)),
        ]);
        return new("New Azure Multi-Tenant Private Link Request", fields);
    }

    /// <summary>What EDB asks for before it shows a cluster's service in its account (Connecting from Azure): who will connect.</summary>
    public static async Task<VendorLetter> ToBigAnimalAsync(string? clusterId, IReadOnlyList<string> subscriptionIds, LinkReader link)
    {
        List<Subscription> consumers = [];
        foreach (string id in subscriptionIds)
        {
            Subscription? found = (await link.Now().SubscriptionAsync(id)).OrThrow();
            consumers.Add(found ?? throw Failure.SubscriptionNotFound(id, link.Connection.Account));
            await ProviderRegistration.CheckAsync(id, TargetType.PrivateLinkService, link);
        }
        List<(string, string)> fields = [];
        if (clusterId is not null) fields.Add(("Cluster ID", clusterId));
        fields.Add(("Network type", "Private"));
        fields.Add(("Azure subscription ID", string.Join(", ", consumers.Select(each => each.SubscriptionId))));
        fields.Add(("Azure subscription name", string.Join(", ", consumers.Select(each => each.DisplayName))));
        if (link.Connection.TenantId is { } tenantId) fields.Add(("Azure tenant ID", tenantId));
        return new($"Private network access to BigAnimal{(clusterId is null ? "" : $" cluster {clusterId}")} from Azure", fields);
    }
}
