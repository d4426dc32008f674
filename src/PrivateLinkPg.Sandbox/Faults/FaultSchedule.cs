using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.Network.Relays;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Faults;

/// <summary>The faults in force: counts occurrences, and hands out what a request, a query or a server shall meet.</summary>
internal sealed class FaultSchedule
{
    private readonly Lock gate = new();
    private readonly List<ScheduledFault> requests = [];
    private readonly List<NameFault> names = [];
    private readonly List<ServerFault> servers = [];
    private readonly List<EndpointFault> endpoints = [];

    public void Add(FaultPlan plan)
    {
        lock (gate)
        {
            requests.AddRange(plan.Requests.Select(fault => new ScheduledFault(fault, Pattern(fault.Path))));
            names.AddRange(plan.Names);
            servers.AddRange(plan.Servers);
            endpoints.AddRange(plan.Endpoints);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
            names.Clear();
            servers.Clear();
            endpoints.Clear();
        }
    }

    /// <summary>The first fault whose turn this request is; every matching one counts it.</summary>
    public RequestFault? Next(string method, string path)
    {
        lock (gate)
        {
            RequestFault? chosen = null;
            foreach (var scheduled in requests.Where(scheduled => scheduled.Matches(method, path)))
                if (scheduled.IsTurn()) chosen ??= scheduled.Fault;
            return chosen;
        }
    }

    /// <summary>Whether what a path answers now may be asked for later, after it has changed.</summary>
    public bool MayBeAskedStale(string path)
    {
        lock (gate) return requests.Exists(scheduled => scheduled.Fault.Stale && scheduled.Matches("GET", path));
    }

    public DnsFault ForName(string network, string name)
    {
        lock (gate)
        {
            var found = names.Find(fault =>
                Pattern(fault.Name).IsMatch(name) && (fault.Network is null || Pattern(fault.Network).IsMatch(network)));
            return found?.Fault ?? DnsFault.None;
        }
    }

    public PostgresFault ForServer(string target)
    {
        lock (gate) return servers.FindLast(fault => Pattern(fault.Target).IsMatch(target))?.Fault ?? PostgresFault.None;
    }

    public PathFault ForPath(string endpoint)
    {
        lock (gate) return endpoints.FindLast(fault => Pattern(fault.Endpoint).IsMatch(endpoint))?.Fault ?? PathFault.None;
    }

    private static Regex Pattern(string text) => new(
        "^" + Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private sealed class ScheduledFault(RequestFault fault, Regex path)
    {
        private int seen;

        public RequestFault Fault { get; } = fault;

        public bool Matches(string method, string requested) =>
            (Fault.Method is null || Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase)) && path.IsMatch(requested);

        public bool IsTurn()
        {
            var number = seen++;
            return number >= Fault.Skip && number < (long)Fault.Skip + Fault.Times;
        }
    }
}
