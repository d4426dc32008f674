using PrivateLinkPg.Commands;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Contexts.SignIn;
using PrivateLinkPg.Models;
using PrivateLinkPg.Postgres;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal;

/// <summary>What is rehearsed: a flexible server goes from unreachable to verified over verify-full TLS.</summary>
internal static class Acts
{
    private const string Create = """
        $db | New-PgPrivateEndpoint -SubnetId $subnet | Approve-PgEndpointConnection | Get-PgEndpointIp |
            New-PgPrivateDnsRecord
        """;

    public static IEnumerable<Act> For(ReadyDocument ready)
    {
        bool postgres = ready.Postgres is not null;
        string test = "Test-PgPrivateConnection -DnsServer $dns " + (postgres ? "-RootCertificate $rootCertificate -Credential $cred" : "-NoSignIn");
        yield return new(
            "Signing in, as the managed identity of an Automation account or a VM does",
            $"Connect-PgAzure -Identity -Subscription test -ResourceManagerUrl {ready.ArmEndpoint} -CaCertificate $sandbox.certificateAuthority",
            stage => Connect(stage, ready),
            [new("signed in to the subscription 'test'", outcome => outcome["SubscriptionName"] == "test")]);
        yield return new(
            "Before: the name leads to the server's public address, where nothing answers",
            "Test-PgPrivateConnection $hostName -DnsServer $dns " + (postgres ? "-RootCertificate $rootCertificate -Credential $cred" : "-NoSignIn"),
            stage => Test(stage, ready, [new() { HostName = ready.HostNames.FlexibleServer, IpAddress = [] }]),
            [
                new("the test fails", outcome => outcome["Status"] == "Failed"),
                new("no private zone answers for the name", outcome => !outcome["ResolutionChain"].Contains("privatelink", StringComparison.Ordinal)),
            ]);
        yield return new(
            "The pipeline: endpoint, approval, address, DNS record, proof",
            $"{Create} |\n    {test}",
            stage => Test(stage, ready, [.. CreateAll(stage, ready).Select(record => new Named { HostName = record.HostName, IpAddress = record.IpAddress })]),
            postgres ? Proof : [new("the name leads to the endpoint's private address", outcome => Step(outcome, "Name") == "Passed" && Step(outcome, "Address") == "Passed")]);
        yield return new(
            "Again: the same line finds everything in place",
            Create,
            stage => CreateAll(stage, ready),
            [
                new("nothing was changed", outcome => outcome["Changed"].Equals("false", StringComparison.OrdinalIgnoreCase)),
                new("Azure got no writing request", outcome => outcome.Writes == 0),
            ]);
    }

    private static IReadOnlyList<Expectation> Proof =>
    [
        new("the test passes", outcome => outcome["Status"] == "Passed"),
        new("by the public name, at the endpoint's private address", outcome => outcome["IpAddress"].Length > 0 && outcome["ExpectedIpAddress"].Contains($"\"{outcome["IpAddress"]}\"", StringComparison.Ordinal)),
        new("over TLS 1.2 or later with the certificate checked in full", outcome => outcome["TlsVersion"] is "TLSv1.2" or "TLSv1.3" && outcome["SslMode"] == "VerifyFull"),
        new("a real PostgreSQL answered", outcome => outcome["ServerVersion"].Length > 0),
    ];

    private static string Step(Outcome outcome, string name) =>
        outcome.Objects is [.., { } test] ? test["Steps"]!.AsArray().FirstOrDefault(step => step!["Name"]!.ToString() == name)?["Status"]?.ToString() ?? "" : "";

    private static IReadOnlyList<object> Connect(HandlerStage stage, ReadyDocument ready)
    {
        ConnectPgAzureRequest request = new(
            new ManagedIdentitySignIn(null), new CloudChoice(null, ready.ArmEndpoint, ready.CertificateAuthority), "test", null);
        return stage.Run<ConnectPgAzureRequest, PgAzureContext>([request], (each, host) => ConnectPgAzure.RunAsync(each, stage, host));
    }

    private static IReadOnlyList<PgDnsRecord> CreateAll(HandlerStage stage, ReadyDocument ready)
    {
        var endpoints = stage.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            [new() { Target = ready.Resources.FlexibleServer, SubnetId = ready.Resources.ClientSubnet }], NewPgPrivateEndpoint.RunAsync);
        var connections = stage.Run<PgPrivateEndpoint, PgEndpointConnection>(endpoints, (endpoint, host) => DecidePgEndpointConnection.RunAsync(
            new(ConnectionDecision.Approve, new ConnectionSelection(endpoint.Id, null, null, null), "Approved", NoWait: false, TimeSpan.FromMinutes(1)), host));
        var addresses = stage.Run<PgEndpointConnection, PgEndpointIp>(connections, (connection, host) => GetPgEndpointIp.RunAsync(new(connection.EndpointId, null, null), host));
        return stage.Run<PgEndpointIp, PgDnsRecord>(addresses, (ip, host) => NewPgPrivateDnsRecord.RunAsync(
            new()
            {
                HostName = ip.HostName, IpAddress = [ip.IpAddress], VirtualNetworkId = [ip.VirtualNetworkId], ZoneName = ip.ZoneName,
                EndpointId = ip.EndpointId, TargetId = ip.TargetId,
            },
            host));
    }

    private static IReadOnlyList<PgConnectionTest> Test(HandlerStage stage, ReadyDocument ready, IReadOnlyList<Named> inputs) =>
        stage.Run<Named, PgConnectionTest>(inputs, (input, host) => TestPgPrivateConnection.RunAsync(
            new()
            {
                HostName = input.HostName,
                ExpectedIpAddress = input.IpAddress,
                DnsServer = ready.Dns[ready.Resources.ClientNetwork],
                RootCertificate = ready.Postgres?.RootCertificate,
                Credential = ready.Postgres is { } postgres ? new SignIn(postgres.User, postgres.Password, IsToken: false) : null,
            },
            host));

    private sealed record Named
    {
        public required string HostName { get; init; }

        public required IReadOnlyList<string> IpAddress { get; init; }
    }
}
