using System.Net;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

public sealed class SystemResolverTests
{
    [Fact]
    public async Task Finds_localhost()
    {
        Resolution found = await new SystemResolver().ResolveAsync("localhost", default);

        Assert.Equal(ResolutionOutcome.Found, found.Outcome);
        AssertEach.All(found.Addresses, address => Assert.True(IPAddress.IsLoopback(address)));
    }

    [Fact]
    public async Task Stops_when_cancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SystemResolver().ResolveAsync("localhost", new CancellationToken(true)));
}
