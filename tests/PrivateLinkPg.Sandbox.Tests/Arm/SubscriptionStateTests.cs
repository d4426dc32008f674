using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>A subscription that is not enabled can be read, and no more.</summary>
public class SubscriptionStateTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Actions = "providers/Microsoft.Subscription";
    private const string Version = "api-version=2021-10-01";

    private readonly ArmClient client = sandbox.Client;
    private readonly string subscription = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}";

    private string Group => $"{subscription}/resourceGroups/rg-state?{SandboxFixture.Resources}";

    private void Set(SubscriptionState state) =>
        sandbox.Host.State.Run(() => sandbox.Host.State.Subscriptions[sandbox.Ready.Subscriptions.Test].State = state);

    [Theory]
    [InlineData(nameof(SubscriptionState.Disabled))]
    [InlineData(nameof(SubscriptionState.Warned))]
    public async Task Writes_to_a_subscription_that_is_not_enabled_are_refused(string state)
    {
        Set(Enum.Parse<SubscriptionState>(state));
        try
        {
            foreach (var refused in new[] { await client.PutAsync(Group, """{"location":"japaneast"}"""), await client.DeleteAsync($"{sandbox.ClientGroup}?{SandboxFixture.Resources}") })
            {
                Assert.Equal((409, "ReadOnlyDisabledSubscription"), (refused.Status, refused.Code));
                Assert.Equal($"The subscription '{sandbox.Ready.Subscriptions.Test}' is disabled and therefore marked as read only. You cannot perform any write "
                    + "actions on this subscription until it is re-enabled.", (string?)refused.Body!["error"]!["message"]);
                Assert.Null(refused.Header("Retry-After"));
            }
            Assert.Equal(200, (await client.GetAsync($"{sandbox.Ready.Resources.ClientNetwork}?{SandboxFixture.Network}")).Status);
            Assert.Equal(state, (string?)(await client.GetAsync($"{subscription}?api-version=2022-12-01")).Body!["state"]);
        }
        finally
        {
            Set(SubscriptionState.Enabled);
        }
        Assert.InRange((await client.PutAsync(Group, """{"location":"japaneast"}""")).Status, 200, 201);
    }

    [Fact]
    public async Task A_subscription_is_cancelled_and_enabled_again()
    {
        var cancelled = await client.PostAsync($"{subscription}/{Actions}/cancel?{Version}");
        var refused = await client.PutAsync(Group, """{"location":"japaneast"}""");
        var enabled = await client.PostAsync($"{subscription}/{Actions}/enable?{Version}");

        Assert.Equal((200, 409, 200), (cancelled.Status, refused.Status, enabled.Status));
        Assert.Equal(sandbox.Ready.Subscriptions.Test, (string?)cancelled.Body!["subscriptionId"]);
        Assert.InRange((await client.PutAsync(Group, """{"location":"japaneast"}""")).Status, 200, 201);
    }
}
