using System.Globalization;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A top-level resource, or a child that has an etag and a state of its own.</summary>
internal abstract class ArmResource(ResourceId id, string? location)
{
    public ResourceId Id { get; } = id;

    public string Name => Id.Name;

    public string Type => Id.Type;

    public string? Location { get; } = location;

    public JsonObject? Tags { get; set; }

    public virtual string ProvisioningState { get; set; } = "Updating";

    /// <summary>It is on its way out: nothing may be put into it or tied to it any more.</summary>
    public virtual bool IsBeingDeleted => ProvisioningState == "Deleting";

    /// <summary>Opaque; each provider has a form of its own. Null where Azure sends none.</summary>
    public string? ETag { get; protected set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Counts the accepted writes: an operation that ends after a newer write was accepted changes nothing.</summary>
    public int Generation { get; private set; }

    /// <summary>The resource as its provider answers it.</summary>
    public abstract JsonObject Render();

    /// <summary>The child resource of this name; null when there is none.</summary>
    public virtual ArmResource? Child(string type, string name) => null;

    /// <summary>The children that have tags and a location of their own: lists of all resources have them too.</summary>
    public virtual IEnumerable<ArmResource> TrackedChildren => [];

    /// <summary>Whether there is such a child, also one that is no resource of its own here.</summary>
    public virtual bool HasChild(string type, string name) => Child(type, name) is not null;

    protected static bool IsType(string type, string expected) => type.Equals(expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>Marks a change: the etag of the resource is a new one from here on.</summary>
    public abstract void NewETag();

    /// <summary>An operation on it has ended well; a delete that was accepted meanwhile goes on.</summary>
    public void Settle()
    {
        if (!IsBeingDeleted) ProvisioningState = "Succeeded";
        NewETag();
    }

    /// <summary>Marks an accepted write and returns its number.</summary>
    public int NextGeneration() => ++Generation;

    protected static string NewNetworkETag() => $"W/\"{Guid.NewGuid()}\"";

    protected JsonObject RenderHead(string? etag)
    {
        var body = new JsonObject { ["name"] = Name, ["id"] = Id.Value };
        if (etag is not null) body["etag"] = etag;
        body["type"] = Type;
        if (Location is not null) body["location"] = Location;
        if (Tags is not null) body["tags"] = Tags.DeepClone();
        return body;
    }

    /// <summary>A time as Azure writes it in descriptions of resources.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    protected static JsonObject Reference(ResourceId id) => new() { ["id"] = id.Value };
}
