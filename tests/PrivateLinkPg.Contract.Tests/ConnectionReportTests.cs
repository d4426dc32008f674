using PrivateLinkPg.Cmdlets.Views;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Contract.Tests;

public sealed class ConnectionReportTests
{
    private const string Id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/orders-pe";

    private static readonly PgConnectionTest Failed = new()
    {
        HostName = "orders.postgres.database.azure.com",
        Port = 5432,
        Status = "Failed",
        IpAddress = "10.1.0.4",
        Cause = "CertificateUntrusted",
        Message = "The chain of the certificate ends in a root that this machine does not trust, nor does the file that was given.",
        Remedy = $"See Get-PgEndpointIp {Id}",
        SslMode = "VerifyFull",
        SslNegotiation = "Postgres",
        Duration = TimeSpan.FromMilliseconds(183),
        Steps =
        [
            new("Tcp", "Passed", TimeSpan.FromMilliseconds(1.25), "Connected."),
            new("Certificate", "Failed", TimeSpan.FromMilliseconds(12.4), "Not trusted."),
            new("SignIn", "Skipped", TimeSpan.Zero, "Not reached."),
        ],
        Finding = ["The endpoint is approved.", "The server is ready."],
    };

    [Fact]
    public void A_failed_test_shows_each_step_then_cause_remedy_and_findings()
    {
        IReadOnlyList<string> lines = ConnectionReport.Lines(Failed, colour: false, width: 300);
        Assert.Equal(
            [
                "✗ Failed  orders.postgres.database.azure.com:5432 → 10.1.0.4  (183 ms)",
                "  ✓ Tcp            1.3 ms  Connected.",
                "  ✗ Certificate     12 ms  Not trusted.",
                "  – SignIn                 Not reached.",
                $"  Cause   {Failed.Cause}: {Failed.Message}",
                $"  Remedy  {Failed.Remedy}",
                "  Azure   The endpoint is approved.",
                "  Azure   The server is ready.",
            ],
            lines);
    }

    [Fact]
    public void A_passed_test_ends_with_its_result() => Assert.Equal(
        "  Result  Reached.",
        ConnectionReport.Lines(Failed with { Status = "Passed", Cause = null, Remedy = null, Message = "Reached.", Finding = [] }, colour: false, width: 80)[^1]);

    [Fact]
    public void Lines_fit_the_screen_and_ids_stay_whole()
    {
        IReadOnlyList<string> lines = ConnectionReport.Lines(Failed, colour: false, width: 80);
        AssertEach.All(lines.Where(line => !line.Contains(Id, StringComparison.Ordinal)), line => Assert.InRange(line.Length, 1, 80));
        Assert.Contains(lines, line => line.EndsWith(Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Colours_appear_only_where_the_host_draws_them()
    {
        Assert.DoesNotContain(ConnectionReport.Lines(Failed, colour: false, width: 80), line => line.Contains('\e'));
        Assert.Contains("\e[31m", ConnectionReport.Lines(Failed, colour: true, width: 80)[0]);
    }
}
