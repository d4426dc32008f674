using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>Job C: an EDB BigAnimal cluster behind a Private Link service, with a DNS zone on its own domain.</summary>
internal static class BigAnimal
{
    public static IEnumerable<JobStep> For(ReadyDocument ready)
    {
        string host = ready.HostNames.BigAnimal;
        string cluster = host[..host.IndexOf('.', StringComparison.Ordinal)];
        string target = $"Get-PgPrivateLinkTarget -ClusterId {cluster}";
        string proof = $"New-PgPrivateDnsRecord -HostName {host} |\n    Test-PgPrivateConnection {Proof.Arguments(ready)}";
        yield return new(
            "An EDB BigAnimal cluster in our own account, found by its cluster id in another subscription",
            $"""
            $null = {SignIn.With("-Subscription test")}
            ;{target} | New-PgPrivateEndpoint -SubnetId $subnet | Approve-PgEndpointConnection | Get-PgEndpointIp |
                {proof}
            """,
            Proof.Of(ready));
        yield return new(
            "The same by the service's alias, as in EDB's account: a manual request, and the owner's approval",
            "$sandbox.resources.privateLinkServiceAlias | New-PgPrivateEndpoint -SubnetId $subnet -Name biganimal "
                + $"-RequestMessage 'Cluster {cluster}' -DefaultProfile $vendor",
            [new("the connection is pending, since an alias always asks", outcome => outcome["ConnectionStatus"] == "Pending")]);
        yield return new(
            "EDB approves",
            "Approve-PgEndpointConnection -Target $sandbox.resources.privateLinkService -Name biganimal -DefaultProfile $owner",
            [new("the connection is approved", outcome => outcome["Status"] == "Approved")]);
    }
}
