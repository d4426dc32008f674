using Azure;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Commands;

/// <summary>One A record set, brought to the wished addresses without ever overwriting a change that it has not seen.</summary>
internal sealed class ARecord(string zoneId, DnsPlan plan, NewPgPrivateDnsRecordRequest request)
{
    private const int Attempts = 5;

    private Resource<RecordSetProperties>? _existing;

    /// <summary>The record set's id.</summary>
    public string Id { get; } = $"{zoneId}/A/{plan.RecordName}";

    /// <summary>Reads the record set and refuses what -Force must allow.</summary>
    public async Task ReadAsync(ArmGateway arm, CancellationToken cancellation)
    {
        _existing = await arm.FindARecordAsync(Id, cancellation);
        if (request.Force || _existing is null) return;
        string[] addresses = [.. DnsRecords.Addresses(_existing)];
        if (addresses.Length > 0 && !addresses.ToHashSet().SetEquals(request.IpAddress))
            throw Failures.Failures.RecordDiffers(Id, addresses, string.Join(", ", request.IpAddress), DnsRecords.OwnerInWords(_existing));
        if (request.TimeToLive is { } ttl && _existing.Properties?.Ttl is { } held && held != ttl)
            throw Failures.Failures.RecordTimeToLiveDiffers(Id, held, ttl);
    }

    /// <summary>Writes the record set where it is not so already.</summary>
    /// <returns>True where something was written.</returns>
    public async Task<bool> ConvergeAsync(ArmGateway arm, CommandHost host)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            if (attempt > 1 || _existing is null) await ReadAsync(arm, host.Cancellation);
            if (AlreadySo()) return false;
            if (attempt == 1 && !host.Output.ShouldProcess(Id, $"{(_existing is null ? "Create" : "Update")} A record {string.Join(", ", request.IpAddress)}: PUT {Id}")) return false;
            MatchConditions condition = _existing?.Etag is { } etag ? new() { IfMatch = new ETag(etag) } : ArmGateway.IfAbsent;
            try
            {
                await arm.PutARecordAsync(Id, Body(), condition, host.Cancellation);
                return true;
            }
            catch (ArmException e) when (e.Code == "PreconditionFailed")
            {
                // Changed in between: look again, and judge again.
            }
        }
        throw Failures.Failures.RecordContended(Id);
    }

    private bool AlreadySo() =>
        _existing is not null && DnsRecords.Addresses(_existing).ToHashSet().SetEquals(request.IpAddress)
        && (request.TimeToLive is null || request.TimeToLive == _existing.Properties?.Ttl);

    private Resource<RecordSetProperties> Body() => new()
    {
        Properties = new()
        {
            Ttl = request.TimeToLive ?? _existing?.Properties?.Ttl ?? NewPgPrivateDnsRecord.DefaultTimeToLive,
            Metadata = DnsRecords.Metadata(request.EndpointId),
            ARecords = [.. request.IpAddress.Select(address => new Arm.Wire.ARecord(address))],
        },
    };
}
