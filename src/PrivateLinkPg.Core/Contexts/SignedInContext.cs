using Azure.Core;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Contexts;

/// <summary>A context with a credential of its own, that needs no PowerShell: what Connect-PgAzure makes.</summary>
/// <param name="Credential">Safe to use from any thread.</param>
internal sealed record SignedInContext(TokenCredential Credential) : AzureContext
{
    /// <summary>Why it is used, where it is.</summary>
    public const string Reason = "Connect-PgAzure was run in this runspace.";

    public override TokenCredential Open(AzPowerShell az, PipelineThread pipeline) => Credential;
}
