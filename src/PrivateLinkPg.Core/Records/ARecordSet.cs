using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Records;

/// <summary>One A record set, brought to the wished addresses without ever overwriting a change that it has not seen.</summary>
internal sealed class ARecordSet(string zoneId, DnsPlan plan, RecordSettings request, LinkReader link, CommandHost host)
{
    private const int Attempts = 5;

    private readonly string[] _given = [.. request.IpAddress.Distinct()];
    private string[]? _joined;

    /// <summary>The record set's id.</summary>
    public string Id { get; } = $"{zoneId}/A/{plan.RecordName}";

    /// <summary>The record set as it was last seen; null where there is none.</summary>
    public Resource<RecordSetProperties>? Current { get; private set; }

    private string[] Wished => _joined ?? _given;

    /// <summary>Reads the record set and refuses what -Force must allow.</summary>
    public async Task ReadAsync()
    {
        Current = (await link.Now().RecordAsync(Id)).OrThrow();
        string[] held = Current is null ? [] : [.. Current.Addresses()];
        string[] others = [.. held.Except(_given)];
        _joined = others.Length > 0 && await StaysAsync(others) ? [.. held.Union(_given)] : null;
        if (request.Force || Current is null) return;
        if (others.Length > 0 && _joined is null) throw await ConflictAsync(held, others);
        if (request.TimeToLive is { } ttl && Current.Properties?.Ttl is { } current && current != ttl)
            throw Failure.RecordTimeToLiveDiffers(Id, current, ttl);
    }

    /// <summary>Writes the record set where it is not so already.</summary>
    /// <returns>True where something was written.</returns>
    public async Task<bool> ConvergeAsync()
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            if (attempt > 1) await ReadAsync();
            if (AlreadySo()) return false;
            string action = $"{(Current is null ? "Create" : "Update")} A record {string.Join(", ", Wished)}: PUT {Id}";
            if (attempt == 1 && !host.Output.ShouldProcess(Id, action)) return false;
            try
            {
                Current = await link.Arm.PutARecordAsync(Id, Body(), ArmGateway.IfUnchanged(Current?.Etag) ?? ArmGateway.IfAbsent, host.Cancellation);
                return true;
            }
            catch (ArmException e) when (e.Code == "PreconditionFailed")
            {
                // Changed in between: look again, and judge again.
            }
        }
        throw Failure.RecordContended(Id);
    }

    // Other addresses stay where that was asked for, or where they are of the same endpoint, which may have several.
    private async Task<bool> StaysAsync(string[] others)
    {
        if (request.Append) return true;
        if (request.EndpointId is null || (await link.Now().EndpointAsync(request.EndpointId)).OrThrow() is not { } endpoint) return false;
        IReadOnlyList<EndpointAddress> own = await link.Now().AddressesAsync(endpoint);
        return others.All(each => own.Any(address => address.Ip == each));
    }

    private async Task<CommandFailedException> ConflictAsync(string[] held, string[] others)
    {
        RecordOwner owner = RecordOwner.Of(Current!);
        string?[] places = [plan.SubscriptionId, ResourceIds.Subscription(request.EndpointId), .. owner.EndpointIds.Select(ResourceIds.Subscription)];
        AllocatedAddresses allocated = await link.AllocatedAsync(places);
        ExistingEndpoint? other = allocated.Endpoints
            .Where(each => each.Addresses.Intersect(others).Any() && !ResourceIds.Same(each.Id, request.EndpointId))
            .OrderByDescending(each => owner.IsMadeFor(each.Id) || owner.IsZoneGroupOf(each.Name, each.ResourceGuid)).FirstOrDefault();
        if (other is not null) return Failure.RecordShared(Id, plan.HostName, held, string.Join(", ", _given), other.Id, other.VirtualNetworkId);
        bool unused = allocated.Complete && !others.Any(allocated.InUse.Contains);
        return Failure.RecordDiffers(Id, held, string.Join(", ", _given), owner.InWords(), unused);
    }

    private bool AlreadySo() =>
        Current is not null && Current.Addresses().ToHashSet().SetEquals(Wished)
        && (request.TimeToLive is null || request.TimeToLive == Current.Properties?.Ttl);

    private Resource<RecordSetProperties> Body()
    {
        Dictionary<string, string>? before = Current?.Properties?.Metadata;
        return new()
        {
            Properties = new()
            {
                Ttl = request.TimeToLive ?? Current?.Properties?.Ttl ?? RecordFacts.DefaultTimeToLive,
                Metadata = _joined is not null ? RecordOwner.Joined(before, request.EndpointId) : RecordOwner.TakenOver(before, request.EndpointId),
                ARecords = [.. Wished.Select(address => new Arm.Wire.ARecord(address))],
            },
        };
    }
}
