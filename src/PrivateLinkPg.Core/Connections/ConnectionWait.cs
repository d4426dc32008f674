namespace PrivateLinkPg.Connections;

/// <summary>Looks again and again until connections are in one of the wished states.</summary>
internal sealed class ConnectionWait(
    ConnectionSelection selection, IReadOnlySet<string> states, TimeSpan poll, TimeProvider clock, Action<string> report)
{
    /// <summary>What the last look found, in words.</summary>
    public string Seen { get; private set; } = "nothing, since Azure did not answer";

    /// <summary>Waits by the target's side; Approved counts once the endpoint, where it can be read, says so too.</summary>
    public async Task<IReadOnlyList<TargetConnection>> ConnectionsAsync(LinkReader link, CancellationToken cancellation)
    {
        while (true)
        {
            IReadOnlyList<TargetConnection> all = await selection.FindAsync(link, withEndpoints: true);
            if (all.Count == 0 && selection.IsById) throw await selection.NotFoundAsync(link);
            if (selection.IsOne) selection.RefuseAmbiguous(all);
            if (selection.IsOne && all is [{ IsSettled: true } only]) RefuseDecided(only.Id, only.Status);
            if (selection.IsOne && all is [{ IsFailed: true } failed])
                throw Failure.ConnectionFailed(failed.Id, failed.Status, failed.Description);
            Tell(all.Count == 0 ? "no such connection yet" : string.Join(", ", all.Select(each => $"{each.Name} {each.Status}")));
            // Only when both sides say Approved does it carry traffic.
            TargetConnection[] found = [.. all.Where(each => states.Contains(each.Status) && each.IsSettled
                && (each.Status != "Approved" || each.EndpointStatus is null or "Approved"))];
            if (found.Length > 0) return found;
            await Task.Delay(poll, clock, cancellation);
        }
    }

    /// <summary>Waits by an endpoint's side.</summary>
    public async Task<EndpointResource> EndpointAsync(string id, LinkReader link, CancellationToken cancellation)
    {
        while (true)
        {
            EndpointResource endpoint = await link.LastingEndpointAsync(id);
            string status = endpoint.ConnectionStatus();
            string? state = endpoint.Properties?.ProvisioningState;
            bool busy = state == "Updating";
            Tell($"{status}, {state}");
            if (!busy) RefuseDecided(id, status);
            // A rejected one is often Failed as well, and that it is rejected says more.
            if (state == "Failed" && status is not ("Rejected" or "Disconnected"))
                throw Failure.EndpointFailed(id, status, endpoint.Connection()?.PrivateLinkServiceConnectionState?.Description);
            if (!busy && states.Contains(status)) return endpoint;
            await Task.Delay(poll, clock, cancellation);
        }
    }

    private void Tell(string seen) => report(Seen = seen);

    // From these no connection comes back to what is waited for.
    private void RefuseDecided(string id, string status)
    {
        bool final = status is "Rejected" or "Disconnected" || (status == "Approved" && states.SetEquals(["Pending"]));
        if (final && !states.Contains(status)) throw Failure.ConnectionDecided(id, status, states);
    }
}
