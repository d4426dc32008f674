using PrivateLinkPg.Connections;
using PrivateLinkPg.Endpoints;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Wait-PgEndpointConnection for one input.</summary>
internal sealed record WaitPgEndpointConnectionRequest(
    ConnectionSelection Selection, IReadOnlySet<string> State, TimeSpan Poll, TimeSpan Timeout, PlannedName? Planned = null);

/// <summary>Waits for what somebody else will do: a request that a vendor makes, a decision that an owner takes.</summary>
internal static class WaitPgEndpointConnection
{
    public static async Task RunAsync(WaitPgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.Check();
        PlannedName planned = request.Planned ?? new();
        LinkReader link = await LinkReader.OfAsync(host);
        using ProgressBar progress = new(host, $"Waiting for {request.Selection.Wanted} to be {string.Join(" or ", request.State)}");
        ConnectionWait wait = new(request.Selection, request.State, request.Poll, host.Clock, progress.Report);
        using TimeLimit limit = host.Limit(
            request.Timeout, () => Failure.ConnectionNotSeen(request.Selection.Wanted, request.State, request.Timeout, wait.Seen));
        LinkReader now = link.Now(limit.Token);
        if (request.Selection.OnlyEndpointId is { } endpoint)
        {
            var decided = await limit.Of(wait.EndpointAsync(endpoint, now, limit.Token));
            host.Output.WriteObject(planned.On(EndpointOutput.From(decided, link.Connection)));
            return;
        }
        foreach (TargetConnection each in await limit.Of(wait.ConnectionsAsync(now, limit.Token)))
            host.Output.WriteObject(planned.On(each.ToRecord(link.Connection)));
    }
}
