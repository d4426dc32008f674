using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Role assignments: who may do what, in Azure's words when they may not.</summary>
internal static class Authorization
{
    public static void Demand(ArmRequest request, string verb)
    {
        var subscription = request.Value("subscription");
        var action = $"{request.Type.FullName}/{verb}";
        if (request.Principal.Can(action, subscription)) return;
        var scope = request.Http.Request.Path.Value!;
        throw ArmErrors.Gateway(403, "AuthorizationFailed",
            $"The client '{request.Principal.ClientId}' with object id '{request.Principal.ObjectId}' does not have authorization "
            + $"to perform action '{action}' over scope '{scope}' or the scope is invalid. "
            + "If access was recently granted, please refresh your credentials.");
    }

    /// <summary>A right that the caller needs on another resource than the one it writes.</summary>
    public static void DemandLinked(ArmRequest request, ResourceId written, string action, ResourceId linked)
    {
        if (request.Principal.Can(action, linked.Subscription)) return;
        throw ArmErrors.Gateway(403, "LinkedAuthorizationFailed",
            $"The client '{request.Principal.ClientId}' with object id '{request.Principal.ObjectId}' has permission to perform action "
            + $"'{request.Type.FullName}/write' on scope '{written}'; however, it does not have permission to perform action(s) "
            + $"'{action}' on the linked scope(s) '{linked}' (respectively) or the linked scope(s) are invalid.");
    }
}
