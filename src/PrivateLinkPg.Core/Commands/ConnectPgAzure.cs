namespace PrivateLinkPg.Commands;

/// <summary>What Connect-PgAzure was asked.</summary>
/// <param name="Method">How to sign in.</param>
/// <param name="Cloud">Which Azure.</param>
/// <param name="Subscription">The id or name of the subscription where names are looked up, or null.</param>
/// <param name="Tenant">The tenant's id or domain, or null.</param>
internal sealed record ConnectPgAzureRequest(SignInMethod Method, CloudChoice Cloud, string? Subscription, string? Tenant);

/// <summary>Signs in, proves it, and leaves the context for later commands of the runspace. A failed sign-in leaves the earlier.</summary>
internal static class ConnectPgAzure
{
    public static async Task RunAsync(ConnectPgAzureRequest request, IRunspaceState runspace, CommandHost host)
    {
        AzureCloud cloud = await request.Cloud.FindAsync(host.Cancellation);
        SignedInContext context = await SignedInContext.SignInAsync(request.Method, cloud, request.Tenant, host.Clock, host.Cancellation);
        context = await ChooseAsync(context, request, host);
        runspace.Context = context;
        host.Output.WriteObject(PgAzureContext.From(context.Connect()));
    }

    private static async Task<SignedInContext> ChooseAsync(SignedInContext context, ConnectPgAzureRequest request, CommandHost host)
    {
        var visible = (await new LinkReader(host.Open(context.Connect()), host.Cancellation).SubscriptionsAsync()).OrThrow()!;
        string? byDefault = request.Method.DefaultSubscription is { } id && visible.Any(each => each.SubscriptionId == id) ? id : null;
        var chosen = SubscriptionChoice.Pick(visible, request.Subscription ?? byDefault);
        if (chosen is null)
        {
            host.Output.WriteWarning(
                $"'{context.Account}' can see no subscription, so names cannot be looked up. "
                + "Give it a role, or sign in to another tenant with -Tenant.");
            return context;
        }
        if (visible.Count > 1 && request.Subscription is null && byDefault is null)
        {
            host.Output.WriteWarning(
                $"'{context.Account}' can see {visible.Count} subscriptions; names are looked up in "
                + $"'{chosen.DisplayName}' ({chosen.SubscriptionId}). Choose another with -Subscription.");
        }
        return context with
        {
            SubscriptionId = chosen.SubscriptionId, SubscriptionName = chosen.DisplayName, TenantId = context.TenantId ?? chosen.TenantId,
        };
    }
}
