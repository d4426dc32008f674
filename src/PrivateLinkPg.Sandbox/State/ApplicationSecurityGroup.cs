using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed class ApplicationSecurityGroup : ArmResource
{
    public const string ResourceType = "applicationSecurityGroups";

    public ApplicationSecurityGroup(ResourceId id, string location) : base(id, location) => ETag = NewNetworkETag();

    public Guid ResourceGuid { get; } = Guid.NewGuid();

    public override void NewETag() => ETag = NewNetworkETag();

    public override JsonObject Render()
    {
        var body = RenderHead(ETag);
        body["properties"] = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["resourceGuid"] = ResourceGuid.ToString(),
        };
        return body;
    }
}
