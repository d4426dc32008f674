namespace PrivateLinkPg.Arm;

/// <content>Subscriptions.</content>
internal sealed partial class ArmGateway
{
    /// <summary>The subscriptions that the account can see.</summary>
    public IAsyncEnumerable<Wire.Subscription> ListSubscriptionsAsync(CancellationToken cancellation) =>
        _pipeline.ListAsync("/subscriptions", ApiVersions.Subscriptions, Wire.WireJson.Default.ArmPageSubscription, cancellation);
}
