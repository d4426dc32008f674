using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>
/// What ARM itself judges before a provider sees a request: the subscription and its state, the caller's rights, the provider's
/// registration, locks and policies. Handlers judge what only a provider knows.
/// </summary>
internal sealed class Gate(RateLimits limits)
{
    public void Demand(ArmRequest request)
    {
        if (!Guid.TryParse(request.Value("subscription"), out _)) throw ArmErrors.InvalidSubscription(request.Value("subscription"));
        var subscription = request.Subscription;
        limits.Take(request.Http, request.Principal, subscription.Id);
        Authorization.Demand(request, request.Method switch
        {
            "GET" or "HEAD" => "read",
            "DELETE" => "delete",
            "POST" => "action",
            _ => "write",
        });
        if (request.IsWrite) DemandWritable(request, subscription);
        if (request.Type.Namespace == ResourceProviders.Resources.Namespace) return;
        if (request.Http.Request.RouteValues.ContainsKey("group")) _ = request.Group;
        if (request.IsWrite && request.Method != "DELETE" && !request.Type.IsOfGateway
            && !subscription.RegisteredProviders.Contains(request.Type.Namespace))
        {
            throw ArmErrors.NotRegistered(request.Type.Namespace);
        }
        DemandPlace(request);
        KnownMembers.Demand(request);
        PolicyCheck.Demand(request);
    }

    // A DELETE finds nothing to do where there is nothing, and may go on where more is being deleted.
    private static void DemandPlace(ArmRequest request)
    {
        if (request.Method is "DELETE" or "POST" || request.Type.IsOperation) return;
        if (request.Type.IsOfGateway)
        {
            // What hangs on something goes with it.
            if (request.IsWrite && request.ExtendedId() is { } extended) Lifecycle.DemandStaying(request.State, extended);
            return;
        }
        Lifecycle.DemandParent(request.State, request.Scope, request.IsWrite ? "write" : "read");
        if (request.IsWrite && ResourceId.TryParse(request.Scope, out var id)) Lifecycle.DemandStaying(request.State, id);
    }

    private static void DemandWritable(ArmRequest request, Subscription subscription)
    {
        // What brings a subscription back must be possible in it; and a lock must not lock itself in.
        if (request.Type == ResourceProviders.SubscriptionActions) return;
        if (subscription.State != SubscriptionState.Enabled) throw ArmErrors.SubscriptionDisabled(subscription.Id);
        if (request.Type == ResourceProviders.Locks) return;
        var locks = request.State.Locks;
        var refusal = request.Method == "DELETE" ? locks.RefusalOfDelete(request.Scope) : locks.RefusalOfWrite(request.Scope);
        if (refusal is not null) throw ArmErrors.Gateway(409, ManagementLocks.Code, refusal);
    }
}
