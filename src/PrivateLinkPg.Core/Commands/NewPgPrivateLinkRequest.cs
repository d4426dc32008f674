using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;
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
    string Vendor, string? Target, string? Environment, string? AccountUrl, string? ClusterId, IReadOnlyList<string> SubscriptionId, string Format);

/// <summary>Writes the request to a vendor, from what Azure tells; makes sure first that the vendor will not ask in vain.</summary>
internal static class NewPgPrivateLinkRequest
{
    public static async Task RunAsync(NewPgPrivateLinkRequestRequest request, CommandHost host)
    {
        bool dbt = request.Vendor.Equals("dbt", StringComparison.OrdinalIgnoreCase);
        LinkTarget? server = dbt ? CheckForDbt(request) : null;
        if (!dbt) CheckForBigAnimal(request);
        ArmGateway arm = await host.ArmAsync();
        VendorLetter letter = server is not null ? await ForDbtAsync(request, server, arm, host) : await ForBigAnimalAsync(request, arm, host);
        string text = request.Format.Equals("Markdown", StringComparison.OrdinalIgnoreCase) ? letter.Markdown : letter.Text;
        host.Output.WriteObject(!request.Format.Equals("Object", StringComparison.OrdinalIgnoreCase) ? text : new PgPrivateLinkRequest
        {
            Vendor = dbt ? "dbt" : "BigAnimal",
            Subject = letter.Subject,
            Field = letter.Fields.ToDictionary(field => field.Name, field => field.Value),
            Text = text,
            TargetId = server?.Value,
            SubscriptionId = server?.ResourceId!.SubscriptionId ?? Consumers(request, arm)[0],
            TenantId = arm.Connection.TenantId,
        });
    }

    private static LinkTarget CheckForDbt(NewPgPrivateLinkRequestRequest request)
    {
        if (request.ClusterId is not null || request.SubscriptionId.Count > 0)
            throw Failure.ConflictingParameters("-ClusterId and -SubscriptionId are for BigAnimal; dbt is told the server.", "Leave them out, and name the server with -Target.");
        LinkTarget target = LinkTarget.Parse(request.Target ?? throw Failure.MissingParameter("Target", "dbt is told the server that it shall connect to."));
        if (target.Type != TargetType.FlexibleServer) throw Failure.NotForVendor(target.Value, target.Type.Label);
        if (string.IsNullOrWhiteSpace(request.Environment))
            throw Failure.MissingParameter("Environment", "dbt has several Azure multi-tenant environments, such as US and EMEA.");
        return target;
    }

    private static void CheckForBigAnimal(NewPgPrivateLinkRequestRequest request)
    {
        if ((request.Target ?? request.Environment ?? request.AccountUrl) is not null)
            throw Failure.ConflictingParameters("-Target, -Environment and -AccountUrl are for dbt; BigAnimal is told the subscriptions that connect.", "Leave them out; name the subscriptions with -SubscriptionId.");
        if (request.ClusterId is not null) BigAnimalCluster.Parse(request.ClusterId);
    }

    private static async Task<VendorLetter> ForDbtAsync(NewPgPrivateLinkRequestRequest request, LinkTarget server, ArmGateway arm, CommandHost host)
    {
        Resource<TargetProperties> found = await arm.FindTargetAsync(server, host.Cancellation)
            ?? throw Failure.TargetNotFound(server.Value, server.Type.Label);
        if (await TargetCheck.FaultAsync(server, found, arm, host.Cancellation) is { } fault) throw fault;
        await ProviderRegistration.CheckAsync(server.ResourceId!.SubscriptionId!, server.Type, arm, host);
        return VendorLetter.ToDbt(found.Name!, server.Value, request.Environment!.Trim(), found.Location!, request.AccountUrl);
    }

    private static async Task<VendorLetter> ForBigAnimalAsync(NewPgPrivateLinkRequestRequest request, ArmGateway arm, CommandHost host)
    {
        List<Subscription> consumers = [];
        foreach (string id in Consumers(request, arm))
        {
            consumers.Add(await arm.FindSubscriptionAsync(id, host.Cancellation) ?? throw Failure.SubscriptionNotFound(id, arm.Connection.Account));
            await ProviderRegistration.CheckAsync(id, TargetType.PrivateLinkService, arm, host);
        }
        return VendorLetter.ToBigAnimal(request.ClusterId, consumers, arm.Connection.TenantId);
    }

    private static IReadOnlyList<string> Consumers(NewPgPrivateLinkRequestRequest request, ArmGateway arm) =>
        request.SubscriptionId is [] ? [arm.Connection.RequiredSubscriptionId] : request.SubscriptionId;
}
