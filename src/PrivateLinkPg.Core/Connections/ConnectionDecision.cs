namespace PrivateLinkPg.Connections;

/// <summary>What the owner of a target says to a connection.</summary>
/// <param name="Verb">What the user does.</param>
/// <param name="Noun">What that is called.</param>
/// <param name="Status">What the connection is afterwards.</param>
internal sealed record ConnectionDecision(string Verb, string Noun, string Status)
{
    public static readonly ConnectionDecision Approve = new("Approve", "approval", "Approved");
    public static readonly ConnectionDecision Deny = new("Deny", "denial", "Rejected");

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Whether the decision lets somebody in, so that the user must know whom.</summary>
    private bool LetsIn => Status == "Approved";

    /// <summary>
    /// Decides on a connection where that is not done already, and writes it once both sides say so; without waiting, once Azure has
    /// accepted.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="unknown">True where nothing but the requester's words says that this one is meant.</param>
    /// <param name="description">What the requester reads with it.</param>
    /// <param name="noWait">True returns once Azure has accepted.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="link">The facts as they are now.</param>
    /// <param name="host">The running command.</param>
    /// <param name="planned">What goes along with the connection.</param>
    public async Task ApplyAsync(
        TargetConnection connection, bool unknown, string description, bool noWait, TimeSpan timeout, LinkReader link, CommandHost host,
        PlannedName planned)
    {
        bool write = MustWrite(connection);
        string action = $"{Verb} the connection of '{connection.EndpointId}': PUT {connection.Id}";
        if (write && !host.Output.ShouldProcess(connection.Id, action)) return;
        if (write && unknown && LetsIn && !IsKnown(connection, host)) return;

        using ProgressBar progress = new(host, $"{Verb} {connection.Name}");
        OperationTracking tracking = new(progress.Report, !noWait);
        using TimeLimit limit = host.Limit(timeout, connection.Id, $"The {Noun} of '{connection.Name}'");
        if (write)
        {
            await limit.Of(link.Arm.PutConnectionAsync(
                connection.Target, connection.Name, Body(connection, description), tracking, limit.Token));
        }
        if (!noWait) connection = await limit.Of(BothSidesAsync(connection, link.Now(limit.Token), host.Clock, progress, limit.Token));
        host.Output.WriteObject(planned.On(connection.ToRecord(link.Connection)) with
        {
            Changed = write,
            OperationUrl = noWait ? tracking.Url?.AbsoluteUri : null,
        });
    }

    // Whose the endpoint is stands in its id, which Azure gives and no requester.
    private static bool IsKnown(TargetConnection connection, CommandHost host)
    {
        bool? known = host.Output.ShouldContinue(
            $"'{connection.Name}' was found by what its requester wrote, and anybody can write that. The request is of private endpoint "
            + $"'{connection.EndpointId}' in subscription {ResourceIds.Subscription(connection.EndpointId)}, and says: "
            + $"'{connection.RequestMessage}'. Approve it?",
            "Approve the connection of this requester?");
        if (known is null) throw Failure.RequesterNotNamed(connection.Id, connection.EndpointId);
        if (known == false) host.Output.WriteWarning($"The connection '{connection.Name}' of '{connection.EndpointId}' was not approved.");
        return known.Value;
    }

    private bool MustWrite(TargetConnection connection) => connection.Status switch
    {
        // What failed half-way is asked for again.
        var status when status == Status => connection.IsFailed,
        "Disconnected" => throw Failure.ConnectionFinal(connection.Id, "Disconnected"),
        // PostgreSQL accepts this and fails later with an internal error; the owner of a Private Link service may change his mind.
        "Rejected" when connection.Target.Type != TargetType.PrivateLinkService => throw Failure.ConnectionFinal(connection.Id, "Rejected"),
        _ => true,
    };

    // Azure's operation ends before both sides show the new state.
    private async Task<TargetConnection> BothSidesAsync(
        TargetConnection connection, LinkReader link, TimeProvider clock, ProgressBar progress, CancellationToken cancellation)
    {
        while (true)
        {
            TargetConnection now = await TargetConnection.FindAsync(connection.Target, connection.Name, link)
                ?? throw Failure.ConnectionGone(connection.Id);
            if (now.IsFailed) throw Failure.ConnectionFailed(now.Id, now.Status, now.Description);
            string endpoint = now.EndpointStatus ?? "nothing that can be read";
            bool overruled = now.Status is "Rejected" or "Disconnected" && now.Status != Status;
            if (overruled || endpoint == "Disconnected") throw Failure.ConnectionNotSettled(now.Id, Noun, now.Status, endpoint);
            if (now.Status == Status && now.IsSettled && (now.EndpointStatus is null || now.EndpointStatus == Status)) return now;
            progress.Report($"target {now.Status}, endpoint {endpoint}");
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    // Whose the connection is, is Azure's to say: servers and clusters are sent an empty endpoint, as Azure CLI does, services none.
    private ConnectionResource Body(TargetConnection connection, string description) => new()
    {
        Properties = new()
        {
            PrivateEndpoint = connection.Target.Type == TargetType.PrivateLinkService ? null : new(),
            PrivateLinkServiceConnectionState = new() { Status = Status, Description = description },
        },
    };
}
