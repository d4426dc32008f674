using PrivateLinkPg.Contexts;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>For handlers that must not ask Azure at all.</summary>
internal sealed class NoAzure : IConnectionSource
{
    public Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation) =>
        throw new InvalidOperationException("This handler must not need Azure.");
}
