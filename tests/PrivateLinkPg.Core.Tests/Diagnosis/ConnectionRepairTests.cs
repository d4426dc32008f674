using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>One cause after the other is mended, each command at most once, until the test passes or what is left is left to people.</summary>
public sealed class ConnectionRepairTests
{
    private static readonly RootCause Pending = Cause("ConnectionPending", new ApprovalRepair(Endpoint));
    private static readonly RootCause Missing = Cause("RecordMissing", new RecordRepair(Host, [Address], Network, Endpoint));
    private static readonly RootCause Held = Cause("RecordStale", new RecordRepair(Host, [Address], Network, null) { HeldBack = "Others need it." });
    private static readonly RootCause Words = Cause("ServerStopped", null);
    private static readonly RootCause Cached = Cause("OtherResolver", null);

    private readonly SkippingClock _clock = new();
    private readonly List<string> _ran = [];
    private readonly List<bool> _isFresh = [];

    [Fact]
    public void Each_cause_is_mended_and_tested_after()
    {
        PgConnectionRepair repair = Run([[Pending, Missing], [Missing], []]);

        Assert.Equal([Pending.Repair!.Command, Missing.Repair!.Command], _ran);
        Assert.Equal(("Passed", true, "Mended: ConnectionPending, RecordMissing. It works."), (repair.Status, repair.Changed, repair.Message));
        Assert.Equal(["ConnectionPending", "RecordMissing"], repair.Repaired.Select(each => each.Code));
        Assert.Empty(repair.Left);
        // Before the first change an input shares what was read with the others, after it nothing.
        Assert.Equal([false, true, true], _isFresh);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public void What_is_left_to_people_is_not_run()
    {
        PgConnectionRepair repair = Run([[Held, Words]]);

        Assert.Empty(_ran);
        Assert.Equal(("Failed", false), (repair.Status, repair.Changed));
        Assert.Equal("Nothing was changed. Left: RecordStale: RecordStale is so. Others need it. ServerStopped: ServerStopped is so.", repair.Message);
        Assert.Equal(["Others need it.", null], repair.Left.Select(each => each.HeldBack));
        Assert.Equal([Held.Repair!.Command, null], repair.Left.Select(each => each.Command));
    }

    [Fact]
    public void What_blocks_and_is_left_to_people_does_not_keep_from_the_rest()
    {
        PgConnectionRepair repair = Run([[Words, Missing], [Words]]);

        Assert.Equal([Missing.Repair!.Command], _ran);
        Assert.Equal("Mended: RecordMissing. Left: ServerStopped: ServerStopped is so.", repair.Message);
    }

    [Fact]
    public void A_command_that_did_not_help_is_not_run_again()
    {
        PgConnectionRepair repair = Run([[Missing]]);

        Assert.Single(_ran);
        Assert.True(repair.Changed);
        Assert.Equal("It was run, and did not help.", Assert.Single(repair.Left).HeldBack);
    }

    [Fact]
    public void One_that_was_refused_is_told_and_the_rest_goes_on()
    {
        RecordingOutput output = new();
        PgConnectionRepair repair = Run([[Pending, Missing], [Pending, Missing], [Pending]], output, refused: Pending);

        Assert.Equal(2, _ran.Count);
        Assert.Equal("AccessDenied", Assert.Single(output.Failures).Id);
        Assert.Equal("It was refused (AccessDenied).", Assert.Single(repair.Left).HeldBack);
        Assert.Equal(["RecordMissing"], repair.Repaired.Select(each => each.Code));
        Assert.Equal([false, true, true], _isFresh);
    }

    [Fact]
    public void One_that_was_declined_changed_nothing()
    {
        PgConnectionRepair repair = Run([[Pending]], declined: true);

        Assert.Single(_ran);
        Assert.Equal((false, "It was declined."), (repair.Changed, Assert.Single(repair.Left).HeldBack));
        Assert.Equal([false, true], _isFresh);
    }

    [Fact]
    public void WhatIf_shows_all_that_would_be_run_and_says_that_nothing_was()
    {
        PgConnectionRepair repair = Run([[Pending, Held, Missing]], new() { WhatIf = true }, declined: true);

        Assert.Equal([Pending.Repair!.Command, Missing.Repair!.Command], _ran);
        Assert.Single(_isFresh);
        Assert.Equal([null, "Others need it.", null], repair.Left.Select(each => each.HeldBack));
        Assert.StartsWith("Nothing was changed.", repair.Message, StringComparison.Ordinal);
    }

    // Resolvers keep answers for a while, also that there is none.
    [Fact]
    public void An_older_answer_is_waited_for_after_a_change()
    {
        PgConnectionRepair repair = Run([[Missing], [Cached], [Cached], []]);

        Assert.Equal("Passed", repair.Status);
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)], _clock.Waits);
    }

    [Fact]
    public void An_older_answer_is_not_waited_for_without_end_or_without_a_change()
    {
        PgConnectionRepair repair = Run([[Cached]]);
        Assert.Equal((false, "OtherResolver"), (repair.Changed, Assert.Single(repair.Left).Code));
        Assert.Empty(_clock.Waits);

        repair = Run([[Missing], [Cached]]);
        Assert.Equal(6, _clock.Waits.Count);
        Assert.Equal("OtherResolver", Assert.Single(repair.Left).Code);
    }

    [Theory]
    [InlineData(null, null, null, false, "")]
    [InlineData(Endpoint, null, null, true, $" -EndpointId {Endpoint} -Force")]
    [InlineData(null, ZoneId, null, false, $" -ZoneName {Zone} -ResourceGroupName rg -SubscriptionId 00000000-0000-0000-0000-000000000001")]
    [InlineData(null, null, "org1.biganimal.io", false, " -ZoneName org1.biganimal.io")]
    [InlineData(null, ZoneId, "org1.biganimal.io", false, " -ZoneName org1.biganimal.io -ResourceGroupName rg -SubscriptionId 00000000-0000-0000-0000-000000000001")]
    public void A_record_s_command_names_what_is_known(string? endpoint, string? zoneId, string? zoneName, bool force, string end)
    {
        RecordRepair repair = new(Host, [Address, "10.1.0.5"], Network, endpoint) { ZoneId = zoneId, ZoneName = zoneName, Force = force };
        Assert.Equal($"New-PgPrivateDnsRecord -HostName {Host} -IpAddress 10.1.0.4,10.1.0.5 -VirtualNetworkId {Network}{end}", repair.Command);
        Assert.Equal(Host, repair.Scope);
    }

    private PgConnectionRepair Run(RootCause[][] found, RecordingOutput? output = null, RootCause? refused = null, bool declined = false)
    {
        RecordingOutput written = output ?? new();
        int tests = 0;
        using CommandHost host = new(written, new NoAzure(), _clock);
        ConnectionRepair repair = new(
            given =>
            {
                _isFresh.Add(given != host);
                RootCause[] causes = found[Math.Min(tests++, found.Length - 1)];
                return Task.FromResult<(PgConnectionTest, IReadOnlyList<RootCause>)>((new()
                {
                    HostName = Host, Port = 5432, Status = causes.Length == 0 ? "Passed" : "Failed", Message = "It works.", Steps = [], SslMode = "", SslNegotiation = "",
                    Cause = causes.FirstOrDefault()?.Code,
                }, causes));
            },
            (next, inner) =>
            {
                _ran.Add(next.Command);
                if (next == refused?.Repair) throw Failure.AccessDenied(next.Scope, "Microsoft.Network/write", next.Scope);
                if (!declined) inner.Output.WriteObject(next);
                return Task.CompletedTask;
            },
            host);
        host.Start(async () => host.Output.WriteObject(await repair.RunAsync()), null);
        host.Complete();
        return Assert.IsType<PgConnectionRepair>(Assert.Single(written.Objects));
    }

    private static RootCause Cause(string code, Repair? repair) => new(code, $"{code} is so.", "Remedy.") { Repair = repair };
}
