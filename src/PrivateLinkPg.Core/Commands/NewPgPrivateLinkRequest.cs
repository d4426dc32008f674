using PrivateLinkPg.Targets;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of New-PgPrivateLinkRequest for one input.</summary>
/// <param name="Vendor">dbt or BigAnimal.</param>
/// <param name="Target">dbt: the id of the server.</param>
/// <param name="Environment">dbt: which multi-tenant environment.</param>
/// <param name="AccountUrl">dbt: the account's address, or null.</param>
/// <param name="ClusterId">BigAnimal: the cluster, or null.</param>
/// <param name="SubscriptionId">BigAnimal: the consumers' subscriptions; none means the context's.</param>
/// <param name="Format">Text, Markdown or Object.</param>
internal sealed record NewPgPrivateLinkRequestRequest(
    string Vendor, string? Target, string? Environment, string? AccountUrl, string? ClusterId, IReadOnlyList<string> SubscriptionId,
    string Format);

/// <summary>Writes the request to a vendor, from what Azure tells; makes sure first that the vendor will not ask in vain.</summary>
internal static class NewPgPrivateLinkRequest
{
    public static async Task RunAsync(NewPgPrivateLinkRequestRequest request, CommandHost host)
    {
        bool dbt = request.Vendor.Equals("dbt", StringComparison.OrdinalIgnoreCase);
        LinkTarget? server = dbt ? CheckForDbt(request) : null;
        if (!dbt) CheckForBigAnimal(request);
        LinkReader link = await LinkReader.OfAsync(host);
        IReadOnlyList<string> consumers = dbt ? [] : link.Connection.Subscriptions(request.SubscriptionId);
        VendorLetter letter = server is not null
            ? await VendorLetter.ToDbtAsync(server, request.Environment!.Trim(), request.AccountUrl, link)
            : await VendorLetter.ToBigAnimalAsync(request.ClusterId, consumers, link);
        string text = request.Format.Equals("Markdown", StringComparison.OrdinalIgnoreCase) ? letter.Markdown : letter.Text;
        bool asObject = request.Format.Equals("Object", StringComparison.OrdinalIgnoreCase);
        host.Output.WriteObject(asObject ? letter.ToRecord(text, server, consumers, link.Connection.TenantId) : text);
    }

    private static LinkTarget CheckForDbt(NewPgPrivateLinkRequestRequest request)
    {
        if (request.ClusterId is not null || request.SubscriptionId.Count > 0) throw Failure.ConflictingParameters(
            "-ClusterId and -SubscriptionId are for BigAnimal; dbt is told the server.",
            "Leave them out, and name the server with -Target.");
        LinkTarget target = LinkTarget.Parse(
            request.Target ?? throw Failure.MissingParameter("Target", "dbt is told the server that it shall connect to."));
        if (target.Type != TargetType.FlexibleServer) throw Failure.NotForVendor(target.Value, target.Type.Label);
        if (!string.IsNullOrWhiteSpace(request.Environment)) return target;
        throw Failure.MissingParameter("Environment", "dbt has several Azure multi-tenant environments, such as US and EMEA.");
    }

    private static void CheckForBigAnimal(NewPgPrivateLinkRequestRequest request)
    {
        if ((request.Target ?? request.Environment ?? request.AccountUrl) is not null) throw Failure.ConflictingParameters(
            "-Target, -Environment and -AccountUrl are for dbt; BigAnimal is told the subscriptions that connect.",
            "Leave them out; name the subscriptions with -SubscriptionId.");
        if (request.ClusterId is not null) BigAnimalCluster.Parse(request.ClusterId);
    }
}
