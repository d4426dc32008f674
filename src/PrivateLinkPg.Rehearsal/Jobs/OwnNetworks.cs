using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>Job A: a flexible server goes from unreachable to verified over verify-full TLS.</summary>
internal static class OwnNetworks
{
    private const string Create = """
        $db | New-PgPrivateEndpoint -SubnetId $subnet | Approve-PgEndpointConnection | Get-PgEndpointIp |
            New-PgPrivateDnsRecord
        """;

    public static IEnumerable<JobStep> For(ReadyDocument ready)
    {
        yield return new(
            "Signing in, as the managed identity of an Automation account or a VM does",
            SignIn.With("-Subscription test"),
            [new("signed in to the subscription 'test'", outcome => outcome["SubscriptionName"] == "test")]);
        yield return new(
            "Before: the name leads to the server's public side, where nothing answers",
            $"Test-PgPrivateConnection $hostName {Proof.Arguments(ready)}",
            [
                new("the test fails", outcome => outcome["Status"] == "Failed" && outcome["FailedStep"] == "Tcp"),
                new(
                    "no private zone answers for the name",
                    outcome => !outcome["ResolutionChain"].Contains("privatelink", StringComparison.Ordinal)),
            ]);
        yield return new(
            "The pipeline: endpoint, approval, address, DNS record, proof",
            $"{Create} |\n    Test-PgPrivateConnection {Proof.Arguments(ready)}",
            Proof.Of(ready));
        yield return new(
            "Again: the same line finds everything in place",
            Create,
            [
                new("nothing was changed", outcome => outcome["Changed"].Equals("false", StringComparison.OrdinalIgnoreCase)),
                new("Azure got no writing request", outcome => outcome.Writes == 0),
            ]);
    }
}
