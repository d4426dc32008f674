namespace PrivateLinkPg.Commands;

/// <summary>Forgets the context of Connect-PgAzure in this runspace.</summary>
internal static class DisconnectPgAzure
{
    public static Task RunAsync(IRunspaceState runspace, CommandHost host)
    {
        host.Output.WriteVerbose(runspace.Context is { } context
            ? $"The sign-in of '{context.Account}' is forgotten in this runspace."
            : "Connect-PgAzure was not run in this runspace.");
        runspace.Context = null;
        return Task.CompletedTask;
    }
}
