using System.Net;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Probe.Dns;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>The record that users see says what was found, and nothing that was not.</summary>
public sealed class ConnectionTestReportTests
{
    private static readonly RootCause Stopped = new("ServerStopped", "It is stopped.", "Start it.") { Layer = CauseLayer.Ends };
    private static readonly RootCause Aged = new("CertificateEndsSoon", "It ends soon.", "Renew it.");

    [Fact]
    public void What_passed_is_told_with_its_notices()
    {
        LinkFacts facts = Facts() with { Findings = ["Seen."], Zones = [new(ZoneId, "azure.com", true, [Address])] };
        PgConnectionTest test = ConnectionTestReport.From(Series(Passed), [], facts);
        Assert.Equal(("Passed", null, null, null), (test.Status, test.Cause, test.FailedStep, test.Remedy));
        Assert.Equal(["Seen."], test.Finding);
        Assert.Contains("answers in vnet for every name below it", Assert.Single(test.Notice), StringComparison.Ordinal);
        Assert.Empty(ConnectionTestReport.From(Series(Passed), [], null).Finding);
        Assert.Empty(ConnectionTestReport.From(Series(Passed), [], null).Notice);
        // Beside a cause they are no news.
        Assert.Empty(ConnectionTestReport.From(Series(Passed), [Aged], facts).Notice);
        Assert.Equal([Host], ConnectionTestReport.From(Series(Passed with { Tls = Tls(Host) }), [], null).CertificateName);
        Assert.Empty(test.CertificateName);
    }

    [Fact]
    public void What_failed_is_told_by_its_step_and_all_causes()
    {
        ProbeState state = Result(ProbeFault.AddressSilent).State;
        PgConnectionTest test = ConnectionTestReport.From(Series(state), [Stopped, Aged], null);
        Assert.Equal(("Failed", "ServerStopped", "Tcp", "Start it."), (test.Status, test.Cause, test.FailedStep, test.Remedy));
        Assert.Equal("It is stopped. Besides: It ends soon.", test.Message);
        Assert.Equal(["Ends"], test.Causes.Take(1).Select(cause => cause.Layer));
        // Nothing failed but the age.
        Assert.Equal("Certificate", ConnectionTestReport.From(Series(Passed), [Aged], null).FailedStep);
    }

    [Fact]
    public void The_address_is_the_one_that_was_tried_else_the_first_that_the_name_led_to()
    {
        Assert.Equal(Address, Report(Passed).IpAddress);
        Assert.Equal("10.1.0.5", Report(Passed with { Address = IPAddress.Parse("10.1.0.5") }).IpAddress);
        Assert.Equal(Address, Report(Passed with { Address = null, Resolved = [IPAddress.Parse(Address), IPAddress.Parse("10.1.0.5")] }).IpAddress);
        Assert.Null(Report(Passed with { Address = null, Resolved = [] }).IpAddress);
    }

    [Fact]
    public void Aliases_are_told_as_a_chain()
    {
        Resolution alone = new() { Outcome = ResolutionOutcome.Found, Resolver = "DNS", Addresses = [IPAddress.Parse(Address)] };
        Assert.Empty(Report(Passed with { Resolution = alone }).ResolutionChain);
        Assert.Empty(Report(Passed).ResolutionChain);
        Assert.Equal([Host, $"db.{Zone}", Address], Report(Passed with { Resolution = alone with { Aliases = [new(Host, 60, null, $"db.{Zone}")] } }).ResolutionChain);
    }

    // Passed and failed attempts: whether it comes and goes.
    [Theory]
    [InlineData(3, 0, "It is stopped.")]
    [InlineData(0, 3, "It is stopped.")]
    [InlineData(1, 2, "It is stopped. It comes and goes: 2 of 3 attempts failed.")]
    public void What_comes_and_goes_is_told(int passed, int failed, string message)
    {
        ProbeSeries series = new(Result(ProbeFault.AddressSilent), passed + failed, [.. Enumerable.Range(1, passed).Select(each => TimeSpan.FromMilliseconds(each))]);
        PgConnectionTest test = ConnectionTestReport.From(series, [Stopped], null);
        Assert.Equal((message, 3, failed), (test.Message, test.Attempts, test.FailedAttempts));
    }

    private static ProbeState Passed => State();

    private static PgConnectionTest Report(ProbeState state) => ConnectionTestReport.From(Series(state), [], null);

    private static ProbeSeries Series(ProbeState state) => new(new(state, [], TimeSpan.Zero), 1, state.Faults.Count == 0 ? [TimeSpan.Zero] : []);
}
