using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>Job B: a vendor (dbt Cloud) reaches our server. The two sides have rights on their own side only.</summary>
internal static class Vendor
{
    private const string VendorSubnet = "vnet-client-01";

    public static IEnumerable<JobStep> For(ReadyDocument ready)
    {
        yield return new(
            "A vendor reaches our server: two sign-ins, each with rights on its own side only",
            $"""
            $owner = {SignIn.With("-AccountId $sandbox.principals.developer")}
            ;$vendor = {SignIn.With("-AccountId $sandbox.principals.consumer")}
            ;$owner, $vendor
            """,
            [
                new(
                    "they see different subscriptions",
                    outcome => outcome.Objects.Select(each => each["SubscriptionId"]?.ToString()).Distinct().Count() == 2),
            ]);
        yield return new(
            "We write the request that dbt's support asks for",
            "$db | New-PgPrivateLinkRequest dbt -Environment 'Azure US East' -Format Object -DefaultProfile $owner",
            [
                new(
                    "it names the server and its region",
                    outcome => outcome.AllText.Contains(ready.Resources.FlexibleServer, StringComparison.OrdinalIgnoreCase)
                        && outcome.AllText.Contains("japaneast", StringComparison.OrdinalIgnoreCase)),
            ]);
        yield return new(
            "The vendor asks, from a subscription that we cannot see",
            $"$vendorSubnet = $subnet.Replace('/vnet-client/', '/{VendorSubnet}/'); $db | New-PgPrivateEndpoint -SubnetId $vendorSubnet "
                + "-Name dbt -ManualRequest -RequestMessage 'dbt Cloud' -DefaultProfile $vendor",
            [new("the connection is pending", outcome => outcome["ConnectionStatus"] == "Pending")]);
        yield return new(
            "We wait for the request from the subscription that dbt told us, and approve it",
            "Wait-PgEndpointConnection -Target $db -Name dbt -EndpointSubscriptionId $vendor.SubscriptionId -State Pending "
                + "-TimeoutSec 60 -DefaultProfile $owner | "
                + "Approve-PgEndpointConnection -DefaultProfile $owner",
            [
                new("the connection is approved", outcome => outcome["Status"] == "Approved"),
                new(
                    "its name is the endpoint's, a dot and a GUID of Azure's",
                    outcome => outcome["Name"].StartsWith("dbt.", StringComparison.Ordinal) && outcome["Name"].Length == 40),
            ]);
        yield return new(
            "The vendor sees it too",
            "$db | New-PgPrivateEndpoint -SubnetId $vendorSubnet -Name dbt -ManualRequest -DefaultProfile $vendor",
            [
                new(
                    "approved, and nothing was changed by looking",
                    outcome => outcome["ConnectionStatus"] == "Approved" && outcome.Writes == 0),
            ]);
    }
}
