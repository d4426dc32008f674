using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>
/// What a sandbox is asked while it runs, beside Azure: PUT and DELETE faults (a plan as in --faults, in place of the one before), PUT and
/// DELETE clients?subnet=ID (where this machine's clients are), PUT servers?id=ID&amp;state=STATE (a flexible server's), and GET
/// dns?network=ID (the DNS server of a virtual network, also of one that was made later).
/// </summary>
internal sealed class SandboxControl(SandboxState state, DnsServers names, FaultSchedule faults, DataPlane dataPlane)
{
    public const string Path = "/sandbox";

    /// <summary>Answers what is asked of it, and lets all else pass.</summary>
    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.IsHttps || !http.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal, out var what))
        {
            await next(http);
            return;
        }
        (http.Response.StatusCode, var answer) = (http.Request.Method, what.Value) switch
        {
            ("PUT", "/faults") => await ReplaceFaultsAsync(http),
            ("DELETE", "/faults") => await ReplaceFaultsAsync(new FaultPlan()),
            ("PUT", "/clients") => await PlaceClientsAsync(http.Request.Query["subnet"].ToString()),
            ("DELETE", "/clients") => await PlaceClientsAsync((Subnet?)null),
            ("PUT", "/servers") => await SwitchAsync(http.Request.Query["id"].ToString(), http.Request.Query["state"].ToString()),
            ("GET", "/dns") => FindDns(http.Request.Query["network"].ToString()),
            _ => (404, $"Ask PUT or DELETE {Path}/faults, PUT or DELETE {Path}/clients?subnet=ID, PUT {Path}/servers?id=ID&state=STATE, "
                + $"or GET {Path}/dns?network=ID."),
        };
        await http.Response.WriteAsync(answer, http.RequestAborted);
    }

    private async Task<(int Status, string Answer)> ReplaceFaultsAsync(HttpContext http)
    {
        try
        {
            return await ReplaceFaultsAsync(await FaultPlan.ReadAsync(http.Request.Body, "in the request", http.RequestAborted));
        }
        catch (FaultPlanException failure)
        {
            return (400, failure.Message);
        }
    }

    private async Task<(int Status, string Answer)> ReplaceFaultsAsync(FaultPlan plan)
    {
        faults.Clear();
        faults.Add(plan);
        await dataPlane.RefreshAsync();
        return (200, "");
    }

    private async Task<(int Status, string Answer)> PlaceClientsAsync(string subnet) =>
        ResourceId.TryParse(subnet, out var id) && state.Run(() => state.Find(id), writes: false) is Subnet found
            ? await PlaceClientsAsync(found)
            : (404, $"There is no subnet '{subnet}'.");

    private async Task<(int Status, string Answer)> PlaceClientsAsync(Subnet? subnet)
    {
        state.Run(() => state.Clients = subnet);
        await dataPlane.RefreshAsync();
        return (200, "");
    }

    private async Task<(int Status, string Answer)> SwitchAsync(string server, string wished)
    {
        if (!ResourceId.TryParse(server, out var id) || state.Run(() => state.Find(id), writes: false) is not FlexibleServer found)
            return (404, $"There is no flexible server '{server}'.");
        if (FlexibleServer.States.FirstOrDefault(each => each.Equals(wished, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return (400, $"There is no state '{wished}'; there are {string.Join(", ", FlexibleServer.States)}.");
        state.Run(() => found.State = known);
        await dataPlane.RefreshAsync();
        return (200, "");
    }

    private (int Status, string Answer) FindDns(string network) =>
        ResourceId.TryParse(network, out var id) && state.Run(() => state.TryGet<VirtualNetwork>(id, out _), writes: false)
            ? (200, names.GetOrStart(id.Value).ToString())
            : (404, $"There is no virtual network '{network}'.");
}
