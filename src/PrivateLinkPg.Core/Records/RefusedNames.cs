namespace PrivateLinkPg.Records;

/// <summary>
/// The names of one zone that a command was asked for and could not write a record for; shared by all its inputs. A network that is linked
/// to the zone does not find them any more, even where public DNS has them.
/// </summary>
internal sealed class RefusedNames
{
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private Task<IReadOnlyList<string>>? _missing;

    /// <summary>Those of a zone.</summary>
    public static Task<RefusedNames> OfAsync(string zoneId, CommandHost host) =>
        host.OnceAsync("refused " + zoneId, () => Task.FromResult(new RefusedNames()));

    /// <summary>Notes that the record could not be written.</summary>
    public void Add(string recordId) => _ids.Add(recordId);

    /// <summary>
    /// The host names that have no record, as far as can be seen: somebody else may have written it, or an earlier run. Looked up
    /// once, when all inputs have done their part.
    /// </summary>
    public Task<IReadOnlyList<string>> MissingAsync(LinkReader link) => _missing ??= FindMissingAsync(link);

    private async Task<IReadOnlyList<string>> FindMissingAsync(LinkReader link)
    {
        List<string> missing = [];
        foreach (string id in _ids)
        {
            string zone = ResourceIds.Name(ResourceIds.Parent(id));
            if (!(await link.RecordAsync(id)).IsFound) missing.Add(ZoneNames.Host(ResourceIds.Name(id), zone));
        }
        return missing;
    }
}
