namespace PrivateLinkPg.Removal;

/// <summary>
/// What the inputs of one command have taken away so far, or would have under -WhatIf: the last one of several endpoints in a zone finds
/// the zone without use, also when nothing was really sent.
/// </summary>
internal sealed class RemovedResources
{
    private readonly HashSet<string> _gone = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _leaving = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The ledger of a command.</summary>
    public static Task<RemovedResources> OfAsync(CommandHost host) =>
        host.OnceAsync("removed", () => Task.FromResult(new RemovedResources()));

    /// <summary>Notes a removal.</summary>
    public void Note(PgRemoval removal)
    {
        if (removal.Action == "Removed") _gone.Add(removal.Id);
        foreach (string address in removal.IpAddress) _gone.Add($"{removal.Id} {address}");
    }

    /// <summary>Notes that something was put back.</summary>
    public void Back(PgRemoval removal)
    {
        _gone.Remove(removal.Id);
        foreach (string address in removal.IpAddress) _gone.Remove($"{removal.Id} {address}");
    }

    /// <summary>The endpoints whose records leave a zone; empty text stands for records that were made for none.</summary>
    public HashSet<string> LeavingOf(string zoneId)
    {
        if (!_leaving.TryGetValue(zoneId, out var leaving)) _leaving[zoneId] = leaving = new(StringComparer.OrdinalIgnoreCase);
        return leaving;
    }

    /// <summary>Whether the whole resource went.</summary>
    public bool Has(string id) => _gone.Contains(id);

    /// <summary>Whether the address went out of the record.</summary>
    public bool Has(string recordId, string address) => _gone.Contains($"{recordId} {address}");
}
