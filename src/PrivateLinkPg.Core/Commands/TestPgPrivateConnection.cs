using System.Net;
using Azure.Core;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Commands;

/// <summary>Probes the path to a server and names the root cause of what is wrong. What it finds is output; only bad arguments are failures.</summary>
internal static class TestPgPrivateConnection
{
    public static async Task RunAsync(TestPgPrivateConnectionRequest request, CommandHost host)
    {
        ProbeRequest probe = Check(request);
        if (request.EntraUser is { } user) probe = probe with { SignIn = await TokenAsync(user, host) };
        ProbeResult result = await new ConnectionProbe(host.Clock).RunAsync(probe, host.Cancellation);
        foreach (PgConnectionStep step in result.Steps)
            host.Output.WriteVerbose($"{probe.HostName}: {step.Name} {step.Status.ToLowerInvariant()} in {step.Duration.TotalMilliseconds:0.0} ms. {step.Detail}");

        RootCause? cause = ProbeDiagnosis.Of(result);
        LinkFacts? facts = cause is not null && request.Diagnose ? await AskAzureAsync(request, result, host) : null;
        PgConnectionTest test = ConnectionTestReport.From(result, facts is null ? cause : AzureDiagnosis.Refine(cause!, result, facts), facts?.Findings ?? []) with
        {
            EndpointId = request.EndpointId ?? facts?.EndpointId,
            TargetId = request.TargetId ?? facts?.Target?.Value,
        };
        host.Output.WriteObject(request.Quiet ? test.Status == "Passed" : test);
    }

    // The test's own result stands whatever becomes of the questions.
    private static async Task<LinkFacts?> AskAzureAsync(TestPgPrivateConnectionRequest request, ProbeResult result, CommandHost host)
    {
        try
        {
            using ProgressBar progress = new(host, $"Test {result.State.Request.HostName}");
            progress.Report("Asking Azure");
            return await LinkDiagnosis.GatherAsync(result.State, request.EndpointId, request.TargetId, await LinkReader.OfAsync(host));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CommandFailure failure = FailureMapper.Map(e, request.HostName);
            host.Output.WriteWarning($"Azure could not be asked about {request.HostName}: {failure.Message} {failure.Remedy}");
            return null;
        }
    }

    private static ProbeRequest Check(TestPgPrivateConnectionRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.HostName))
            throw Failure.MissingParameter("HostName", "the piped object names no host, as an endpoint to a Private Link service does not. It is the name that clients connect to.");
        return new()
        {
            HostName = Host(request.HostName),
            Port = request.Port,
            ExpectedAddresses = [.. request.ExpectedIpAddress.Select(Expected)],
            DnsServer = request.DnsServer is null ? null : Server(request.DnsServer),
            Database = request.Database,
            SignIn = request.Credential,
            SslMode = request.SslMode,
            RootCertificates = request.RootCertificate is { } path ? RootCertificates.Load(path) : null,
            TimeLimit = request.Timeout,
        };
    }

    private static string Host(string given) =>
        HostName.TryParseAddress(given, out IPAddress? address) ? address.ToString()
        : HostName.TryParse(given, out string? name) ? name
        : throw Failure.InvalidHostName(given);

    private static IPAddress Expected(string given) =>
        HostName.TryParseAddress(given, out IPAddress? address) ? address : throw Failure.InvalidIpAddress("ExpectedIpAddress", given);

    private static IPEndPoint Server(string given) =>
        DnsServerAddress.TryParse(given, out IPEndPoint? server) ? server : throw Failure.InvalidDnsServer(given);

    private static async Task<SignIn> TokenAsync(string user, CommandHost host)
    {
        AzureConnection connection = (await host.ArmAsync()).Connection;
        AccessToken token = await connection.Credential.GetTokenAsync(TokenScope.For(connection.Cloud.PostgreSqlAudience), host.Cancellation);
        return new(user, token.Token, IsToken: true);
    }
}
