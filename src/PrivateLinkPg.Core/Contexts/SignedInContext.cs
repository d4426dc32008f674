using Azure.Core;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Contexts;

/// <summary>A context with a credential of its own, that needs no PowerShell: what Connect-PgAzure makes.</summary>
/// <param name="Credential">Safe to use from any thread.</param>
internal sealed record SignedInContext(TokenCredential Credential) : AzureContext
{
    /// <inheritdoc/>
    public override TokenCredential Open(AzPowerShell az, PipelineThread pipeline) => Credential;
}
