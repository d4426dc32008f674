using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A resource of private DNS: it is global, and has an order of its own in what it answers.</summary>
internal abstract class PrivateDnsResource(ResourceId id) : ArmResource(id, "global")
{
    protected JsonObject RenderHead()
    {
        var body = new JsonObject
        {
            ["id"] = Id.Value,
            ["name"] = Name,
            ["type"] = Type,
            ["etag"] = ETag,
            ["location"] = Location,
        };
        if (Tags is not null) body["tags"] = Tags.DeepClone();
        return body;
    }
}

internal sealed class PrivateDnsZone : PrivateDnsResource
{
    public const string ResourceType = "privateDnsZones";
    public const int MaxLinks = 1000;
    public const int MaxLinksWithRegistration = 100;
    public const int MaxRecordSets = 25000;
    public const int MaxInSubscription = 1000;
    public const int MaxOfNetwork = 1000;

    public PrivateDnsZone(ResourceId id) : base(id)
    {
        ETag = Guid.NewGuid().ToString();
        var authority = GetOrAddRecordSet(RecordKind.Authority, "@");
        authority.TimeToLive = 3600;
        authority.Records = new JsonArray(RecordKind.NewAuthority());
    }

    public SortedDictionary<string, VirtualNetworkLink> Links { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By "type/name", in lower case as Azure keeps the names.</summary>
    public SortedDictionary<string, RecordSet> RecordSets { get; } = new(StringComparer.OrdinalIgnoreCase);

    public RecordSet GetOrAddRecordSet(string type, string name)
    {
        var key = $"{type}/{name}";
        if (RecordSets.TryGetValue(key, out var record)) return record;
        return RecordSets[key] = new RecordSet(this, type, name.ToLowerInvariant());
    }

    public bool TryGetRecordSet(string type, string name, out RecordSet? record) =>
        RecordSets.TryGetValue($"{type}/{name}", out record);

    /// <summary>Why it takes no record set of this type and name: a CNAME tolerates no other type beside it. Else null.</summary>
    public string? RefusalOf(string type, string name)
    {
        var isRefused = type == "CNAME"
            ? RecordKind.All.Any(kind => kind.Name != type && TryGetRecordSet(kind.Name, name, out _))
            : TryGetRecordSet("CNAME", name, out _);
        return isRefused ? "The record could not be created because a CNAME record with the same name already exists in this zone, "
            + $"or because '{name}' has records of other types." : null;
    }

    public void RemoveRecordSet(string type, string name) => RecordSets.Remove($"{type}/{name}");

    public override ArmResource? Child(string type, string name) =>
        IsType(type, "virtualNetworkLinks") ? Links.GetValueOrDefault(name) : null;

    public override IEnumerable<ArmResource> TrackedChildren => Links.Values;

    public override bool HasChild(string type, string name) => base.HasChild(type, name) || TryGetRecordSet(type, name, out _);

    public override void NewETag() => ETag = Guid.NewGuid().ToString();

    public override JsonObject Render()
    {
        var body = RenderHead();
        body["properties"] = new JsonObject
        {
            ["maxNumberOfRecordSets"] = MaxRecordSets,
            ["maxNumberOfVirtualNetworkLinks"] = MaxLinks,
            ["maxNumberOfVirtualNetworkLinksWithRegistration"] = MaxLinksWithRegistration,
            ["numberOfRecordSets"] = RecordSets.Count,
            ["numberOfVirtualNetworkLinks"] = Links.Count,
            ["numberOfVirtualNetworkLinksWithRegistration"] = Links.Values.Count(link => link.RegistrationEnabled),
            ["provisioningState"] = ProvisioningState,
        };
        return body;
    }
}

internal sealed class VirtualNetworkLink : PrivateDnsResource
{
    public VirtualNetworkLink(ResourceId id) : base(id) => NewETag();

    public required ResourceId VirtualNetwork { get; init; }

    public bool RegistrationEnabled { get; set; }

    /// <summary>Default or NxDomainRedirect.</summary>
    public string ResolutionPolicy { get; set; } = "Default";

    /// <summary>What a PUT asks for of a link that is there.</summary>
    public void TakeOver(VirtualNetworkLink wished)
    {
        (RegistrationEnabled, ResolutionPolicy) = (wished.RegistrationEnabled, wished.ResolutionPolicy);
        (Tags, ChangedAt) = (wished.Tags, wished.ChangedAt);
    }

    // The quotes are part of the value.
    public override void NewETag() => ETag = $"\"{Guid.NewGuid().ToString()[..8]}-0000-0100-0000-{Guid.NewGuid().ToString("N")[..8]}0000\"";

    public override JsonObject Render()
    {
        var body = RenderHead();
        body["properties"] = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["registrationEnabled"] = RegistrationEnabled,
            ["resolutionPolicy"] = ResolutionPolicy,
            ["virtualNetwork"] = Reference(VirtualNetwork),
            ["virtualNetworkLinkState"] = ProvisioningState == "Succeeded" ? "Completed" : "InProgress",
        };
        return body;
    }
}
