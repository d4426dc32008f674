using System.Text.Json.Serialization.Metadata;

namespace PrivateLinkPg.Arm;

/// <summary>The calls to Azure, one method a call, one file a resource family.</summary>
internal sealed partial class ArmGateway(
    AzureConnection connection, TimeProvider clock, Action<ArmTrace> trace, SemaphoreSlim turns, TimeSpan? patience = null)
{
    private readonly ArmPipeline _pipeline = new(connection, trace, clock: clock, turns: turns, patience: patience);

    /// <summary>Under whose name the calls are made.</summary>
    public AzureConnection Connection { get; } = connection;

    // All resources of a type in a subscription.
    private IAsyncEnumerable<T> ListAsync<T>(
        string subscriptionId, ResourceType type, string apiVersion, JsonTypeInfo<ArmPage<T>> page, CancellationToken cancellation) =>
        _pipeline.ListAsync($"/subscriptions/{subscriptionId}/providers/{type}", apiVersion, page, cancellation);
}
