using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Suggestions;

namespace PrivateLinkPg.Cmdlets.Completion;

/// <summary>
/// Gives the suggestions for one argument, under the context that its command would use. Not exported: only completers run it.
/// </summary>
[Cmdlet(VerbsData.Publish, "PgSuggestion")]
internal sealed class SuggestCommand : PrivateLinkCmdlet
{
    public const string Name = "Publish-PgSuggestion";

    // Longer, and people believe that the shell hangs.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly ConditionalWeakTable<Runspace, SuggestionCache> Caches = [];

    /// <summary>What the argument names.</summary>
    [Parameter(Mandatory = true)]
    public SuggestionKind Kind { get; set; }

    /// <summary>The arguments before it.</summary>
    [Parameter(Mandatory = true)]
    public IDictionary Bound { get; set; } = new Hashtable();

    private protected override object? Input => null;

    private protected override int Overlap => CommandHost.DefaultThrottleLimit;

    private protected override IConnectionSource Connections() => EngineSession.QuickConnections(
        this, Bound["DefaultProfile"] is { } profile ? PSObject.AsPSObject(profile) : null, Text("SubscriptionId"));

    private protected override async Task RunAsync(CommandHost host)
    {
        Task<IReadOnlyList<Suggestion>> answer = AskAsync(host);
        if (await Task.WhenAny(answer, Task.Delay(LongestWait, host.Clock, host.Cancellation)) != answer) return;
        foreach (Suggestion suggestion in await answer) host.Output.WriteObject(suggestion);
    }

    private async Task<IReadOnlyList<Suggestion>> AskAsync(CommandHost host)
    {
        SuggestionQuery query = new(Kind)
        {
            // While a target's own id is being typed it is none yet.
            Target = (Text("Target") ?? Text("Id")) is { } target ? LinkTarget.TryParse(target)?.Value : null,
            ResourceGroupName = Text("ResourceGroupName"),
            VirtualNetworkResourceGroupName = Text("VirtualNetworkResourceGroupName"),
            VirtualNetworkName = Text("VirtualNetworkName"),
        };
        ArmGateway arm = await host.ArmAsync();
        AzureConnection connection = arm.Connection;
        string context = $"{connection.Source} {connection.Account} {connection.TenantId} "
            + $"{connection.Cloud.ResourceManager} {connection.SubscriptionId}";
        return await Caches.GetValue(Runspace.DefaultRunspace, _ => new SuggestionCache(TimeProvider.System))
            .GetAsync(context, query, cancellation => SuggestionSource.ListAsync(query, arm, cancellation));
    }

    private string? Text(string parameter) =>
        (Bound[parameter] is IList { Count: > 0 } list ? list[0] : Bound[parameter])?.ToString() is { Length: > 0 } text ? text : null;
}
