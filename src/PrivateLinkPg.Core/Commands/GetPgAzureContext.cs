namespace PrivateLinkPg.Commands;

/// <summary>Shows under which context a command would work here, and why.</summary>
internal static class GetPgAzureContext
{
    public static async Task RunAsync(CommandHost host) => host.Output.WriteObject(PgAzureContext.From(await host.ConnectionAsync()));
}
