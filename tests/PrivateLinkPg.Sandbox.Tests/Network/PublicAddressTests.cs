using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Tests.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Network;

/// <summary>A network of the test's own, in which addresses lead where it wants.</summary>
public sealed class OwnNetwork : IPeer
{
    public bool IsOnBuildServers => Environment.IsPrivilegedProcess;

    public async Task<string?> MissingAsync() =>
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "networks are made by root, on Linux"
        : new[] { "unshare", "nsenter", "ip", "curl", "dig", "psql" }.FirstOrDefault(program => ProgramPeer.Find(program) is null) is { } missing
            ? $"{missing} is not installed (Debian: apt-get install util-linux iproute2 curl bind9-dnsutils postgresql-client)"
        : await PostgresUnderTest<MachinePostgres>.MissingAsync();
}

/// <summary>Public names lead to public addresses, and these to servers, where the machine's administrator let them.</summary>
public sealed class PublicAddressTests : IDisposable
{
    private const string Range = "203.0.113.0/24";
    private const string First = "203.0.113.1";
    private readonly SandboxProcess process = new();
    private Process? network;

    public void Dispose()
    {
        network?.Kill(entireProcessTree: true);
        network?.Dispose();
        process.Dispose();
    }

    [PeerFact<OwnNetwork>]
    public async Task A_public_address_leads_to_its_server_while_public_access_is_on()
    {
        await StartAsync($"ip route add local {Range} dev lo");
        Assert.Equal(First, (await DigAsync()).Split('\n')[^2]);
        Assert.Contains("Connection refused", (await PsqlAsync()).Errors, StringComparison.Ordinal);

        await OpenAsync(isOpen: true);
        Assert.Equal(new ProgramRun(0, "1\n", ""), await PsqlAsync());

        await OpenAsync(isOpen: false);
        Assert.Contains("Connection refused", (await PsqlAsync()).Errors, StringComparison.Ordinal);
    }

    [PeerFact<OwnNetwork>]
    public async Task An_address_that_the_machine_does_not_have_leads_nowhere()
    {
        await StartAsync("true");
        await OpenAsync(isOpen: true);
        Assert.Equal(First, (await DigAsync()).Split('\n')[^2]);
        Assert.Contains("Network is unreachable", (await PsqlAsync()).Errors, StringComparison.Ordinal);
    }

    [PeerFact<OwnNetwork>]
    public async Task The_network_of_a_card_is_not_served()
    {
        await StartAsync($"ip link add type veth && ip addr add {First}/24 dev veth0 && ip link set veth0 up");
        await OpenAsync(isOpen: true);
        Assert.Contains("Connection refused", (await PsqlAsync()).Errors, StringComparison.Ordinal);
    }

    private JsonObject Ready => (JsonObject)JsonNode.Parse(File.ReadAllText(process.ReadyFile))!;

    private async Task StartAsync(string setup)
    {
        using var ready = new CancellationTokenSource(SandboxProcess.Limit);
        network = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", $"ip link set lo up && {setup} && echo ready && exec sleep infinity"])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await network.StandardOutput.ReadLineAsync(ready.Token));
        await process.StartAsync(MachinePostgres.Choice, Inside, "--public-addresses", Range);
    }

    private string[] Inside => ["nsenter", string.Create(CultureInfo.InvariantCulture, $"--net=/proc/{network!.Id}/ns/net")];

    private Task<ProgramRun> RunAsync(params string[] command) => ProgramRun.OfAsync(Inside[0], [Inside[1], .. command]);

    private async Task<string> DigAsync()
    {
        string[] at = ((string)Ready["dns"]!.AsObject().First().Value!).Split(':');
        return (await RunAsync("dig", "+short", "-p", at[1], $"@{at[0]}", (string)Ready["hostNames"]!["flexibleServer"]!)).Output;
    }

    private Task<ProgramRun> PsqlAsync()
    {
        var role = Ready["postgres"]!;
        return RunAsync(
            "env", $"PGPASSWORD={role["password"]}", "LC_ALL=C", "psql", "-XAtq", "-c", "select 1",
            $"host={Ready["hostNames"]!["flexibleServer"]} hostaddr={First} dbname={role["database"]} user={role["user"]} "
                + $"sslmode=verify-full sslrootcert={role["rootCertificate"]} connect_timeout=10");
    }

    private async Task OpenAsync(bool isOpen)
    {
        string identity = await CurlAsync(
            $"{Ready["identityEndpoint"]}?resource={Uri.EscapeDataString((string)Ready["armEndpoint"]!)}&api-version=2019-08-01",
            "-H", $"X-IDENTITY-HEADER: {Ready["identityHeader"]}");
        string[] signedIn = ["--cacert", (string)Ready["certificateAuthority"]!, "-H", $"Authorization: Bearer {JsonNode.Parse(identity)!["access_token"]}"];
        string operation = await CurlAsync(
            $"{((string)Ready["armEndpoint"]!).TrimEnd('/')}{Ready["resources"]!["flexibleServer"]}?api-version=2024-08-01",
            [
                .. signedIn, "-X", "PATCH", "-H", "Content-Type: application/json", "-o", "/dev/null", "-w", "%header{azure-asyncoperation}",
                "-d", $$$"""{"properties":{"network":{"publicNetworkAccess":"{{{(isOpen ? "Enabled" : "Disabled")}}}"} } }""",
            ]);
        await Patience.UntilAsync(async () => (string?)JsonNode.Parse(await CurlAsync(operation, signedIn))!["status"] == "Succeeded");
    }

    private async Task<string> CurlAsync(string address, params string[] options)
    {
        ProgramRun run = await RunAsync(["curl", "-sSf", address, .. options]);
        Assert.True(run.ExitCode == 0, run.Text);
        return run.Output;
    }
}
