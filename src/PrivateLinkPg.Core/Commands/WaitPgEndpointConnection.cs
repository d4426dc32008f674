using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Wait-PgEndpointConnection for one input.</summary>
internal sealed record WaitPgEndpointConnectionRequest(ConnectionSelection Selection, IReadOnlySet<string> State, TimeSpan Poll, TimeSpan Timeout);

/// <summary>Waits for what somebody else will do: a request that a vendor makes, a decision that an owner takes.</summary>
internal static class WaitPgEndpointConnection
{
    public static async Task RunAsync(WaitPgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.Check();
        ArmGateway arm = await host.ArmAsync();
        using ProgressBar progress = new(host, $"Waiting for {request.Selection.Wanted} to be {string.Join(" or ", request.State)}");
        string seen = "nothing";
        void Report(string state) => progress.Report(seen = state);

        IReadOnlyList<object> found = await host.WithinAsync(
            request.Timeout,
            () => Failure.ConnectionNotSeen(request.Selection.Wanted, request.State, request.Timeout, seen),
            cancellation => UntilAsync(request, arm, host, Report, cancellation));
        foreach (object each in found) host.Output.WriteObject(each);
    }

    private static async Task<IReadOnlyList<object>> UntilAsync(
        WaitPgEndpointConnectionRequest request, ArmGateway arm, CommandHost host, Action<string> report, CancellationToken cancellation)
    {
        while (true)
        {
            IReadOnlyList<object> found = request.Selection.OnlyEndpointId is { } endpoint
                ? await LookAtEndpointAsync(endpoint, request, arm, report, cancellation)
                : await LookAtTargetAsync(request, arm, report, cancellation);
            if (found.Count > 0) return found;
            await Task.Delay(request.Poll, host.Clock, cancellation);
        }
    }

    private static async Task<IReadOnlyList<object>> LookAtTargetAsync(
        WaitPgEndpointConnectionRequest request, ArmGateway arm, Action<string> report, CancellationToken cancellation)
    {
        IReadOnlyList<TargetConnection> all = await request.Selection.FindAsync(arm, withEndpoints: true, cancellation);
        if (all.Count == 0 && request.Selection.IsById) throw await request.Selection.NotFoundAsync(arm, cancellation);
        bool one = request.Selection.IsById || ((request.Selection.Name ?? request.Selection.RequestMessage) is not null && !request.Selection.IsWildcard);
        if (one) request.Selection.RefuseAmbiguous(all);
        if (one && all is [{ IsSettled: true } only]) RefuseDecided(only.Id, only.Status, request.State);
        report(all.Count == 0 ? "no such connection yet" : string.Join(", ", all.Select(each => $"{each.Name} {each.Status}")));
        // Approved counts once the endpoint, where it can be read, says so too: only then does it carry traffic.
        return
        [
            .. all.Where(each => request.State.Contains(each.Status) && each.IsSettled
                && (each.Status != "Approved" || each.EndpointStatus is null or "Approved")).Select(each => each.ToRecord(arm.Connection)),
        ];
    }

    private static async Task<IReadOnlyList<object>> LookAtEndpointAsync(
        string id, WaitPgEndpointConnectionRequest request, ArmGateway arm, Action<string> report, CancellationToken cancellation)
    {
        Resource<PrivateEndpointProperties> endpoint = await arm.FindPrivateEndpointAsync(id, cancellation) ?? throw Failure.EndpointNotFound(id);
        string status = endpoint.ConnectionStatus();
        bool busy = endpoint.Properties?.ProvisioningState is "Updating" or "Deleting";
        report($"{status}, {endpoint.Properties?.ProvisioningState}");
        if (!busy) RefuseDecided(id, status, request.State);
        return !busy && request.State.Contains(status) ? [EndpointOutput.From(endpoint, arm.Connection)] : [];
    }

    // From these no connection comes back to what is waited for.
    private static void RefuseDecided(string id, string status, IReadOnlySet<string> wanted)
    {
        bool final = status is "Rejected" or "Disconnected" || (status == "Approved" && wanted.SetEquals(["Pending"]));
        if (final && !wanted.Contains(status)) throw Failure.ConnectionDecided(id, status, wanted);
    }
}
