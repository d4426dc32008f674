using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Commands;

/// <summary>What Connect-PgAzure was asked.</summary>
/// <param name="Method">How to sign in.</param>
/// <param name="Cloud">Which Azure.</param>
/// <param name="Subscription">The id or name of the subscription where names are looked up, or null.</param>
/// <param name="Tenant">The tenant's id or domain, or null.</param>
internal sealed record ConnectPgAzureRequest(SignInMethod Method, CloudChoice Cloud, string? Subscription, string? Tenant);

/// <summary>Signs in, proves it, and leaves the context for later commands of the runspace. A failed sign-in leaves the earlier one.</summary>
internal static class ConnectPgAzure
{
    public static async Task RunAsync(ConnectPgAzureRequest request, IRunspaceState runspace, CommandHost host)
    {
        AzureCloud cloud = await request.Cloud.FindAsync(host.Cancellation);
        RenewingCredential credential = new(request.Method.Credential(cloud, request.Tenant, host.Clock), host.Clock);
        AccessToken token = await credential.GetTokenAsync(TokenScope.For(cloud.Audience), host.Cancellation);
        TokenClaims claims = TokenClaims.Read(token.Token);
        if (Guid.TryParse(request.Tenant, out _) && claims.TenantId is { } actual && !actual.Equals(request.Tenant, StringComparison.OrdinalIgnoreCase))
        {
            throw Failure.TenantDiffers(request.Tenant, actual);
        }
        SignedInContext context = new(credential)
        {
            Cloud = cloud,
            Account = request.Method.Account ?? claims.Account ?? request.Method.AccountType,
            AccountType = request.Method.AccountType,
            TenantId = claims.TenantId ?? request.Tenant,
        };
        context = await ChooseAsync(context, request, host);
        runspace.Context = context;
        host.Output.WriteObject(PgAzureContext.From(Connection(context)));
    }

    private static async Task<SignedInContext> ChooseAsync(SignedInContext context, ConnectPgAzureRequest request, CommandHost host)
    {
        List<Subscription> visible = [];
        await foreach (Subscription each in host.Open(Connection(context)).ListSubscriptionsAsync(host.Cancellation)) visible.Add(each);

        string? byDefault = request.Method.DefaultSubscription is { } id && visible.Any(each => each.SubscriptionId == id) ? id : null;
        Subscription? chosen = SubscriptionChoice.Pick(visible, request.Subscription ?? byDefault);
        if (chosen is null)
        {
            host.Output.WriteWarning($"'{context.Account}' can see no subscription, so names cannot be looked up. Give it a role, or sign in to another tenant with -Tenant.");
            return context;
        }
        if (visible.Count > 1 && request.Subscription is null && byDefault is null)
        {
            host.Output.WriteWarning(
                $"'{context.Account}' can see {visible.Count} subscriptions; names are looked up in '{chosen.DisplayName}' ({chosen.SubscriptionId}). Choose another with -Subscription.");
        }
        return context with
        {
            SubscriptionId = chosen.SubscriptionId, SubscriptionName = chosen.DisplayName, TenantId = context.TenantId ?? chosen.TenantId,
        };
    }

    // It needs neither Az PowerShell nor the pipeline thread.
    private static AzureConnection Connection(SignedInContext context) =>
        new(context.Credential, context.Cloud, context.SubscriptionId, context.TenantId, context.Account, ContextSource.ConnectPgAzure)
        {
            Context = context, Reason = SignedInContext.Reason,
        };
}
