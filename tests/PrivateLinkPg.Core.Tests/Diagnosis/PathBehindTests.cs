using System.Net;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>The endpoint's own address is tried where the test was not there, an address is known, and there is time.</summary>
public sealed class PathBehindTests
{
    // Where the name led, what was expected, the endpoint's addresses, the seconds left: the same result, a new one, or none.
    [Theory]
    [InlineData("127.0.0.1", "", "127.0.0.1", 9, "same")]
    [InlineData("10.9.9.9", "127.0.0.1", "127.0.0.1", 9, "same")]
    [InlineData("127.0.0.1", "127.0.0.9", "127.0.0.1", 9, "new")]
    [InlineData("10.9.9.9", "", "127.0.0.1", 9, "new")]
    [InlineData("10.9.9.9,127.0.0.1", "", "127.0.0.1", 9, "same")]
    [InlineData("10.9.9.9", "", "127.0.0.1", 2, "new")]
    [InlineData("10.9.9.9", "", "127.0.0.1", 1.9, "none")]
    [InlineData("10.9.9.9", "", "", 9, "none")]
    public async Task It_is_tried_where_that_tells_something_new(string resolved, string expected, string endpoint, double left, string what)
    {
        // Nothing listens there.
        ProbeRequest request = new() { HostName = Host, Port = 1, ExpectedAddresses = Addresses(expected), DnsServer = new(IPAddress.Loopback, 1) };
        ProbeResult result = Result(ProbeFault.PublicAddress, State() with { Resolved = Addresses(resolved) });
        using CommandHost host = new(new RecordingOutput(), new NoAzure(), TimeProvider.System);
        ProbeResult? behind = await PathBehind.ProbeAsync(
            request, result, Facts() with { Addresses = [.. Addresses(endpoint).Select(address => address.ToString())] }, TimeSpan.FromSeconds(left), host);
        Assert.Equal(what, behind is null ? "none" : behind == result ? "same" : "new");
        if (what == "new") Assert.Equal((IPAddress.Loopback, ProbeFault.PortClosed), (behind!.State.Address, behind.State.Faults[^1].Fault));
        host.Complete();
    }

    private static IPAddress[] Addresses(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
}
