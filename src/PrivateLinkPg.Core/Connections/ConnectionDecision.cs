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

    /// <summary>
    /// Decides on a connection where that is not done already, and writes it once both sides say so; without waiting, once Azure has
    /// accepted.
    /// </summary>
    public async Task ApplyAsync(
        TargetConnection connection, string description, bool noWait, TimeSpan timeout, LinkReader link, CommandHost host)
    {
        bool write = MustWrite(connection);
        string action = $"{Verb} the connection of '{connection.EndpointId}': PUT {connection.Id}";
        if (write && !host.Output.ShouldProcess(connection.Id, action)) return;

        using ProgressBar progress = new(host, $"{Verb} {connection.Name}");
        OperationTracking tracking = new(progress.Report, !noWait);
        using TimeLimit limit = host.Limit(timeout, connection.Id, $"The {Noun} of '{connection.Name}'");
        if (write)
        {
            await limit.Of(link.Arm.PutConnectionAsync(
                connection.Target, connection.Name, Body(connection, description), tracking, limit.Token));
        }
        if (!noWait) connection = await limit.Of(BothSidesAsync(connection, link.Now(limit.Token), host.Clock, progress, limit.Token));
        host.Output.WriteObject(connection.ToRecord(link.Connection) with
        {
            Changed = write,
            OperationUrl = noWait ? tracking.Url?.AbsoluteUri : null,
        });
    }

    private bool MustWrite(TargetConnection connection) => connection.Status switch
    {
        var status when status == Status => false,
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
            string endpoint = now.EndpointStatus ?? "nothing that can be read";
            bool overruled = now.Status is "Rejected" or "Disconnected" && now.Status != Status;
            if (overruled || endpoint == "Disconnected") throw Failure.ConnectionNotSettled(now.Id, Noun, now.Status, endpoint);
            if (now.Status == Status && now.IsSettled && (now.EndpointStatus is null || now.EndpointStatus == Status)) return now;
            progress.Report($"target {now.Status}, endpoint {endpoint}");
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private ConnectionResource Body(TargetConnection connection, string description) => new()
    {
        Name = connection.Name,
        Properties = new()
        {
            PrivateEndpoint = connection.Resource.Properties?.PrivateEndpoint ?? new(),
            PrivateLinkServiceConnectionState = new() { Status = Status, Description = description },
        },
    };
}
