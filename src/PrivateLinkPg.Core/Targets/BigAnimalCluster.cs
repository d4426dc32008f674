namespace PrivateLinkPg.Targets;

/// <summary>
/// A BigAnimal cluster in the user's own cloud account. Its Private Link service is named after it and lies in the managed group of its
/// data plane, MC_dp-project-region-n_region (EDB's "Connecting from Azure").
/// </summary>
internal sealed partial class BigAnimalCluster
{
    private readonly string _id;

    private BigAnimalCluster(string id) => _id = id;

    /// <summary>The names that its read-write service can have.</summary>
    public IReadOnlyList<string> ServiceNames => _id.StartsWith("p-", StringComparison.OrdinalIgnoreCase)
        ? [$"{_id}-rw-internal-lb"]
        : [$"p-{_id}-rw-internal-lb", $"{_id}-rw-internal-lb"];

    /// <summary>Reads a cluster's id, with or without its p-, or its host name, which begins with the id.</summary>
    /// <exception cref="CommandFailedException">InvalidName.</exception>
    public static BigAnimalCluster Parse(string text)
    {
        string id = text.Trim().Split('.')[0];
        return ClusterId().IsMatch(id)
            ? new(id)
            : throw Failure.InvalidName("ClusterId", text, "the id that the BigAnimal portal shows, such as p-mckwlbakq5");
    }

    /// <summary>Whether the service with this resource id is the cluster's.</summary>
    public bool IsServedBy(string serviceId)
    {
        ResourceIdentifier id = new(serviceId);
        return id.ResourceGroupName!.StartsWith("MC_dp-", StringComparison.OrdinalIgnoreCase)
            && ServiceNames.Contains(id.Name, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])$")]
    private static partial Regex ClusterId();
}
