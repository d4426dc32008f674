namespace PrivateLinkPg.Contexts;

/// <summary>
/// Finds the connection of a command, in this order: -DefaultProfile, Connect-PgAzure in this runspace, Az PowerShell's current
/// context, Azure.Identity's default chain.
/// </summary>
/// <param name="defaultProfile">What -DefaultProfile was given, or null.</param>
/// <param name="subscriptionId">What -SubscriptionId was given, or null for the context's own.</param>
/// <param name="runspace">The state of this runspace.</param>
/// <param name="az">Az PowerShell in this runspace.</param>
/// <param name="chain">The last source.</param>
internal sealed class ConnectionResolver(
    object? defaultProfile, string? subscriptionId, IRunspaceState runspace, AzPowerShell az, DefaultChain chain) : IConnectionSource
{
    public async Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation)
    {
        AzureConnection connection =
            Given(pipeline) ?? Connected(pipeline) ?? Current(pipeline, out string looked)
            ?? await ChainAsync(pipeline, looked, cancellation).ConfigureAwait(false);
        return subscriptionId is null ? connection : connection with { SubscriptionId = subscriptionId };
    }

    private AzureConnection? Given(PipelineThread pipeline)
    {
        if (defaultProfile is null) return null;
        AzureContext context = (defaultProfile as IContextHolder)?.Context ?? az.Read(defaultProfile)
            ?? throw Failure.ContextNotUsable(defaultProfile);
        return context.Connect(az, pipeline, ContextSource.DefaultProfile, "It was passed with -DefaultProfile.");
    }

    private AzureConnection? Connected(PipelineThread pipeline) =>
        runspace.Context?.Connect(az, pipeline, ContextSource.ConnectPgAzure, SignedInContext.Reason);

    private AzureConnection? Current(PipelineThread pipeline, out string looked)
    {
        looked = "Az PowerShell (module Az.Accounts) is not installed or cannot be loaded";
        if (!az.IsAvailable) return null;
        looked = "Az PowerShell has no current context";
        try
        {
            return az.Current()?.Connect(
                az, pipeline, ContextSource.AzPowerShell,
                "Connect-PgAzure was not run in this runspace, and this is Az PowerShell's current context.");
        }
        catch (PowerShellCommandException e)
        {
            looked = $"Az PowerShell's {e.Command} failed ({e.Message})";
            return null;
        }
    }

    private async Task<AzureConnection> ChainAsync(PipelineThread pipeline, string looked, CancellationToken cancellation)
    {
        try
        {
            SignedInContext context = await chain.SignInAsync(cancellation).ConfigureAwait(false);
            return context.Connect(
                az, pipeline, ContextSource.DefaultCredential,
                $"Connect-PgAzure was not run in this runspace, {looked}, and Azure.Identity's default chain found a sign-in.");
        }
        catch (CredentialUnavailableException e)
        {
            throw Failure.NotConnected(
                $"no -DefaultProfile was passed, Connect-PgAzure was not run in this runspace, {looked}, "
                + "and the environment offers no sign-in (environment variables, workload identity, managed identity, Azure CLI).", e);
        }
    }
}

/// <summary>Finds the connection that a command works under.</summary>
internal interface IConnectionSource
{
    /// <summary>Resolves the connection. Called once per command, on the pipeline thread.</summary>
    /// <param name="pipeline">For sources that must call back into PowerShell from other threads later, when a token is renewed.</param>
    /// <param name="cancellation">Cancelled when the command is.</param>
    /// <exception cref="CommandFailedException">NotConnected, SignInFailed.</exception>
    Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation);
}
