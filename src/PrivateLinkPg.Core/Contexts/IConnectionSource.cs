namespace PrivateLinkPg.Contexts;

/// <summary>Finds the connection that a command works under.</summary>
internal interface IConnectionSource
{
    /// <summary>Resolves the connection. Called once per command, on the pipeline thread.</summary>
    /// <param name="pipeline">For sources that must call back into PowerShell from other threads later, when a token is renewed.</param>
    /// <param name="cancellation">Cancelled when the command is.</param>
    /// <exception cref="Failures.CommandFailedException">NotConnected, SignInFailed.</exception>
    Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation);
}
