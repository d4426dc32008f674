using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What the resources of Microsoft.Network have in common.</summary>
internal static class NetworkAnswers
{
    /// <summary>A GET sends the etag in the header too; the 201 of a PUT does not.</summary>
    public static ArmAnswer Get(ArmResource resource) =>
        new ArmAnswer(200, resource.Render()).With("ETag", resource is Subnet subnet ? subnet.Network.ETag : resource.ETag);

    /// <summary>PATCH of Microsoft.Network changes tags only; what it does not mention it leaves.</summary>
    public static ArmAnswer PatchTags(ArmRequest request, ArmResource resource)
    {
        resource.Tags = TagRules.Read(request.Body) ?? resource.Tags;
        resource.ChangedAt = request.Now;
        resource.NewETag();
        return new ArmAnswer(200, resource.Render());
    }

    /// <summary>If-Match and If-None-Match on a write.</summary>
    public static void DemandMatch(ArmRequest request, ArmResource resource, bool exists)
    {
        if (request.IfNoneMatch == "*" && exists) throw Failed(request.Type.FullName, resource.Id);
        if (request.IfMatch is not { } asked) return;
        if (!exists || (asked != "*" && asked != resource.ETag)) throw Failed(request.Type.FullName, resource.Id);
    }

    private static ArmException Failed(string type, ResourceId id) => new(412, "PreconditionFailed",
        $"Precondition failed for {type} {id}: the etag in the request is not that of the resource.");
}
