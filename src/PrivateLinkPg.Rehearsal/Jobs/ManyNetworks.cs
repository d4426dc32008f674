using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>
/// Job D: five networks from one plan. The first is a hub: its endpoint and zone are shared by the second and third. The fourth and fifth
/// have an endpoint and a zone each.
/// </summary>
internal static class ManyNetworks
{
    private const string Connect = """
        $plan | New-PgPrivateEndpoint | Approve-PgEndpointConnection | Get-PgEndpointIp |
            New-PgPrivateDnsRecord -CreateResourceGroup
        """;

    public static IEnumerable<JobStep> For(ReadyDocument ready)
    {
        yield return new(
            "Many networks from one plan: a hub and its two spokes share an endpoint, two other networks have one each",
            "$plan",
            [new("a row for each endpoint", outcome => outcome.Objects.Count == 3)]);
        yield return new(
            "All of them at once",
            Connect,
            [
                new(
                    "three records, each in a zone of its own",
                    outcome => Distinct(outcome.Objects, "ZoneId") == 3 && outcome.Objects.Count == 3),
                new("five networks see them", outcome => outcome.Objects.Sum(each => each["VirtualNetworkId"]!.AsArray().Count) == 5),
                new("nothing was refused", outcome => outcome.Errors.Count == 0),
            ]);
        yield return new(
            "The same name, asked in each of the five networks",
            $"$networks | ForEach-Object {{ $dns = $sandbox.dns.$_; Test-PgPrivateConnection $hostName {Proof.Arguments(ready)} }}",
            [
                new(
                    "hub and spokes reach the hub's endpoint, the others their own",
                    outcome => outcome.Objects.Count == 5 && Distinct(outcome.Objects, "IpAddress") == 3
                        && Distinct([.. outcome.Objects.Take(3)], "IpAddress") == 1),
                ready.Postgres is null
                    ? new(
                        "each name leads to a private address",
                        outcome => outcome.Objects.All(each => each["FailedStep"]?.ToString() is not ("Name" or "Address")))
                    : new("every test passes", outcome => outcome.Objects.All(each => each["Status"]!.ToString() == "Passed")),
            ]);
        yield return new(
            "Again: the plan finds everything in place",
            Connect,
            [
                new(
                    "nothing was changed",
                    outcome => outcome.Objects.All(
                        each => each["Changed"]!.ToString().Equals("false", StringComparison.OrdinalIgnoreCase))),
                new("Azure got no writing request", outcome => outcome.Writes == 0),
            ]);
    }

    private static int Distinct(IReadOnlyList<JsonObject> objects, string property) =>
        objects.Select(each => each[property]?.ToString()).Distinct().Count();
}
