namespace PrivateLinkPg.Endpoints;

/// <summary>
/// An endpoint whose connection its owner rejected or removed never carries traffic again; only a new one in its place can ask again.
/// </summary>
internal static class EndpointRenewal
{
    /// <summary>Rejected or Disconnected where the endpoint must be made anew; else null.</summary>
    public static string? FinalStatus(EndpointResource? existing) =>
        existing.ConnectionStatus() is ("Rejected" or "Disconnected") and var status ? status : null;

    /// <summary>Removes the endpoint and tells which zones its zone group held, so that its successor gets them.</summary>
    public static async Task<IReadOnlyList<string>> RemoveAsync(
        string id, Action<string> report, LinkReader link, CancellationToken cancellation)
    {
        string[] zones = [.. (await link.ZoneGroupAsync(id)).OrThrow().ZoneIds()];
        await link.Arm.DeletePrivateEndpointAsync(id, new OperationTracking(report), cancellation);
        return zones;
    }
}
