using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Pacing;

namespace PrivateLinkPg.Core.Tests.Pacing;

public sealed class PacerTests
{
    // Of the machine's time: for what is wrong, not for what is right.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_limit_that_closes_while_another_is_waited_for_is_waited_for_too()
    {
        Pacer pacer = Pacer.On(_clock);
        AzureLimit zones = new("management.azure.com", "tenant user", "one", RequestKind.Writes, "Microsoft.Network/privateDnsZones");
        AzureLimit endpoints = zones with { Type = "Microsoft.Network/privateEndpoints" };
        for (int i = 0; i < endpoints.Documented.Size; i++)
        {
            using Pass pass = await PassAsync(pacer, endpoints);
            pass.Sent();
        }
        pacer.Close(zones, TimeSpan.FromSeconds(0.01)); // Known from here on.
        _clock.Advance(TimeSpan.FromSeconds(0.02));

        Task<Pass> asked = PassAsync(pacer, zones);
        pacer.Close(zones, TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(1));
        // Whom the clock lets go goes on in a thread of its own.
        await Patience.UntilAsync(() => asked.IsCompleted || _clock.IsWaitedFor);
        Assert.False(asked.IsCompleted, "Azure wants none of them for half a minute.");
        _clock.Advance(TimeSpan.FromSeconds(31));
        await asked.WaitAsync(Soon);
    }

    // As a resource group's: no provider has a limit of its own for it.
    [Fact]
    public async Task Requests_about_no_type_take_one_token_each_and_hundreds_never_wait_for_each_other()
    {
        Pacer pacer = Pacer.On(_clock);
        AzureLimit groups = new("management.azure.com", "tenant user", "one", RequestKind.Writes, null);
        int size = groups.Documented.Size;
        Task<Pass>[] asked = [.. Enumerable.Range(0, 3 * size).Select(_ => PassAsync(pacer, groups))];
        for (int at = 0; at < asked.Length; at++)
        {
            if (at >= size) _clock.Advance(TimeSpan.FromSeconds(1.0 / groups.Documented.PerSecond));
            using Pass pass = await asked[at].WaitAsync(Soon);
            pass.Sent();
        }
    }

    private static Task<Pass> PassAsync(Pacer pacer, AzureLimit limit) => pacer.PassAsync(limit, (_, _) => { }, default).AsTask();
}
