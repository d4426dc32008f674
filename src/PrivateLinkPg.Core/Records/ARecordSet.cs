using System.Runtime.CompilerServices;

namespace PrivateLinkPg.Records;

/// <summary>One A record set, brought to the wished addresses without ever overwriting a change that it has not seen.</summary>
internal sealed class ARecordSet(string id, DnsPlan plan, RecordSettings wished, LinkReader link, CommandHost host)
{
    private const int MostAddresses = 20;

    private string[] _given = [];
    private string[]? _joined;

    /// <summary>The record set's id.</summary>
    public string Id { get; } = id;

    /// <summary>The record set as it was last seen; null where there is none.</summary>
    public RecordResource? Current { get; private set; }

    private string[] Wished => _joined ?? _given;

    /// <summary>Says what the name is to lead to: as given, or as Azure will write it.</summary>
    /// <exception cref="CommandFailedException">RecordFull.</exception>
    public void Take(IReadOnlyList<string> addresses)
    {
        _given = [.. addresses.Distinct()];
        CheckRoom();
    }

    /// <summary>Reads the record set that Azure has written for the endpoint's zone group.</summary>
    /// <exception cref="CommandFailedException">ZoneGroupWroteNoRecord.</exception>
    public async Task ReadWrittenAsync() =>
        Current = (await link.Now().RecordAsync(Id)).OrThrow() ?? throw Failure.ZoneGroupWroteNoRecord(wished.EndpointId!, Id);

    /// <summary>Reads the record set and refuses what -Force must allow.</summary>
    public async Task ReadAsync() => await SeeAsync((await link.Now().RecordAsync(Id)).OrThrow());

    /// <summary>Takes the record set as it was just read, or null for none, and refuses what -Force must allow.</summary>
    public async Task SeeAsync(RecordResource? seen)
    {
        Current = seen;
        string[] held = Current is null ? [] : [.. Current.Addresses()];
        string[] others = [.. held.Except(_given)];
        _joined = others.Length > 0 && await StaysAsync(others) ? [.. held.Union(_given)] : null;
        CheckRoom();
        if (wished.Force || Current is null) return;
        if (others.Length > 0 && _joined is null) throw await ConflictAsync(held, others);
        if (wished.TimeToLive is { } ttl && Current.Properties?.Ttl is { } current && current != ttl)
            throw Failure.RecordTimeToLiveDiffers(Id, current, ttl);
    }

    /// <summary>
    /// Writes the record set where it is not so already, after the other inputs that share it and on top of what they wrote.
    /// </summary>
    /// <returns>True where something was written.</returns>
    public async Task<bool> ConvergeAsync()
    {
        var last = await host.OnceAsync("last " + Id, () => Task.FromResult(new StrongBox<RecordResource?>()));
        using Turn turn = await host.TurnAsync(Id);
        if (last.Value is not null) await SeeAsync(last.Value);
        for (int attempt = 1; attempt <= Contention.Attempts; attempt++)
        {
            if (attempt > 1) await ReadAsync();
            if (AlreadySo()) return false;
            string action = $"{(Current is null ? "Create" : "Update")} A record {string.Join(", ", Wished)}: PUT {Id}";
            if (attempt == 1 && !host.Output.ShouldProcess(Id, action)) return false;
            try
            {
                using TimeLimit limit = host.Limit(wished.Timeout, Id, $"The A record of '{plan.HostName}'");
                last.Value = Current = await limit.Of(link.Arm.PutARecordAsync(Id, Body(), ArmGateway.AsSeen(Current), limit.Token));
                return true;
            }
            catch (ArmException e) when (e.IsOutdated)
            {
                // Changed in between: look again, and judge again.
                await Contention.PauseAsync(attempt, host.Clock, host.Cancellation);
            }
        }
        throw Failure.RecordContended(Id);
    }

    private void CheckRoom()
    {
        if (Wished.Length <= MostAddresses) return;
        throw Failure.RecordFull(Id, MostAddresses, [.. Wished.Except(_given)], _given);
    }

    // Other addresses stay where that was asked for, or where they are of the same endpoint, which may have several.
    private async Task<bool> StaysAsync(string[] others)
    {
        if (wished.Append) return true;
        if (wished.EndpointId is null || (await link.Now().EndpointAsync(wished.EndpointId)).Value is not { } endpoint) return false;
        IReadOnlyList<EndpointAddress> own = (await link.Now().AddressesAsync(endpoint)).Value ?? [];
        return others.All(each => own.Any(address => address.Ip == each));
    }

    private async Task<CommandFailedException> ConflictAsync(string[] held, string[] others)
    {
        RecordOwner owner = RecordOwner.Of(Current!);
        AllocatedAddresses allocated = await link.AllocatedAsync(
            [plan.SubscriptionId, ResourceIds.Subscription(wished.EndpointId), .. owner.EndpointIds.Select(ResourceIds.Subscription)]);
        ExistingEndpoint? other = allocated.Endpoints
            .Where(each => each.Addresses.Intersect(others).Any() && !ResourceIds.Same(each.Id, wished.EndpointId))
            .OrderByDescending(each => owner.IsMadeFor(each.Id) || owner.IsZoneGroupOf(each.Name, each.ResourceGuid)).FirstOrDefault();
        string given = _given.Length > 0 ? string.Join(", ", _given) : $"that of '{ResourceIds.Name(wished.EndpointId!)}'";
        if (other is not null) return Failure.RecordShared(Id, plan.HostName, held, given, other.Id, other.VirtualNetworkId);
        bool unused = allocated.Complete && !others.Any(allocated.InUse.Contains);
        return Failure.RecordDiffers(Id, held, given, owner.InWords(), unused);
    }

    private bool AlreadySo() =>
        Current is not null && Current.Addresses().ToHashSet().SetEquals(Wished)
        && (wished.TimeToLive is null || wished.TimeToLive == Current.Properties?.Ttl);

    private RecordResource Body()
    {
        Dictionary<string, string>? before = Current?.Properties?.Metadata;
        Dictionary<string, string> metadata = _joined is null
            ? RecordOwner.TakenOver(before, wished.EndpointId, _given) : RecordOwner.Joined(before, wished.EndpointId, _given);
        return RecordFacts.Body(Wished, wished.TimeToLive ?? Current?.Properties?.Ttl, metadata);
    }
}
