using PrivateLinkPg.Models;
using PrivateLinkPg.Rehearsal.Stages;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Acts;

/// <summary>Job A: a flexible server goes from unreachable to verified over verify-full TLS.</summary>
internal static class OwnNetworks
{
    private const string Create = """
        $db | New-PgPrivateEndpoint -SubnetId $subnet | Approve-PgEndpointConnection | Get-PgEndpointIp |
            New-PgPrivateDnsRecord
        """;

    public static IEnumerable<Act> For(ReadyDocument ready)
    {
        yield return new(
            "Signing in, as the managed identity of an Automation account or a VM does",
            "Connect-PgAzure -Identity -Subscription test -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority",
            stage => [stage.Connect("me", null, "test")],
            [new("signed in to the subscription 'test'", outcome => outcome["SubscriptionName"] == "test")]);
        yield return new(
            "Before: the name leads to the server's public side, where nothing answers",
            $"Test-PgPrivateConnection $hostName {Proof.Arguments(ready)}",
            stage => stage.Test(ready.HostNames.FlexibleServer, []),
            [
                new("the test fails", outcome => outcome["Status"] == "Failed" && outcome["FailedStep"] == "Tcp"),
                new("no private zone answers for the name", outcome => !outcome["ResolutionChain"].Contains("privatelink", StringComparison.Ordinal)),
            ]);
        yield return new(
            "The pipeline: endpoint, approval, address, DNS record, proof",
            $"{Create} |\n    Test-PgPrivateConnection {Proof.Arguments(ready)}",
            stage => [.. CreateAll(stage, ready).SelectMany(record => stage.Test(record.HostName, record.IpAddress))],
            Proof.Of(ready));
        yield return new(
            "Again: the same line finds everything in place",
            Create,
            stage => CreateAll(stage, ready),
            [
                new("nothing was changed", outcome => outcome["Changed"].Equals("false", StringComparison.OrdinalIgnoreCase)),
                new("Azure got no writing request", outcome => outcome.Writes == 0),
            ]);
    }

    private static IReadOnlyList<PgDnsRecord> CreateAll(HandlerStage stage, ReadyDocument ready) =>
        stage.Record(stage.Addresses(stage.Approve(stage.Create(new() { Target = ready.Resources.FlexibleServer, SubnetId = ready.Resources.ClientSubnet }))), null);
}
