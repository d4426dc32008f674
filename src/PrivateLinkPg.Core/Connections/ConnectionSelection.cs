namespace PrivateLinkPg.Connections;

/// <summary>
/// How a user says which connections are meant: by a connection's id, by an endpoint, or by a target with a name, a wildcard or the
/// requester's message.
/// </summary>
/// <param name="Id">The id of a connection, of an endpoint or of a target.</param>
/// <param name="EndpointId">The id of an endpoint.</param>
/// <param name="Target">The id of a target.</param>
/// <param name="Name">The connection's name, the part before its GUID, or a wildcard.</param>
/// <param name="RequestMessage">The requester's message, or a wildcard.</param>
/// <param name="EndpointSubscriptionId">The subscription of the requester's endpoint.</param>
internal sealed record ConnectionSelection(
    string? Id, string? EndpointId, string? Target, string? Name, string? RequestMessage = null, string? EndpointSubscriptionId = null)
{
    private const int Overlap = 16;

    // Azure adds a dot and a GUID to the endpoint's name.
    private readonly NamePattern? _name = Name is null ? null : new(Name, @"\.[0-9a-fA-F-]+");
    private readonly NamePattern? _message = RequestMessage is null ? null : new(RequestMessage);

    /// <summary>True where the user means all that match, not one.</summary>
    public bool IsWildcard => _name?.IsWildcard == true || _message?.IsWildcard == true;

    /// <summary>What is looked for, in words.</summary>
    public string Wanted => string.Join(" and ", new[]
    {
        Place().Connection is { } connection ? $"'{connection}'" : null,
        Place().EndpointId is { } endpoint ? $"endpoint '{endpoint}'" : null,
        Name is null ? null : $"'{Name}'",
        RequestMessage is null ? null : $"the message '{RequestMessage}'",
        EndpointSubscriptionId is null ? null : $"an endpoint of subscription '{EndpointSubscriptionId}'",
    }.OfType<string>()) is { Length: > 0 } words ? words : "anything";

    /// <summary>The endpoint, where nothing but an endpoint was named.</summary>
    public string? OnlyEndpointId => Place() is { Target: null, EndpointId: { } endpoint } ? endpoint : null;

    /// <summary>True where exactly one connection is named by its id.</summary>
    public bool IsById => Place().Connection is not null;

    // Something says which of a target's connections are meant.
    private bool IsNarrowed => Name is not null || RequestMessage is not null || EndpointSubscriptionId is not null;

    /// <summary>True where exactly one connection is meant, by its id, its name, its message or its requester.</summary>
    public bool IsOne => IsById || (IsNarrowed && !IsWildcard);

    /// <summary>
    /// True where only what requesters write says which connections are meant: their messages, or all names that match. Anybody can write
    /// that, while Azure itself says whose an endpoint is.
    /// </summary>
    public bool IsByRequestersWords =>
        Place() is { Connection: null, EndpointId: null } && EndpointSubscriptionId is null && (RequestMessage is not null || IsWildcard);

    /// <summary>True where finding none is an error: a full name, like an id, says that it is there; a wildcard asks what is.</summary>
    public bool MustExist => IsOne || (OnlyEndpointId is not null && !IsWildcard);

    /// <summary>Checks what was given, before anything is sent.</summary>
    public void Check()
    {
        if (Place().Connection is not null && (Name is not null || RequestMessage is not null))
        {
            throw Failure.ConflictingParameters(
                "The id of a connection names it already, so -Name and -RequestMessage do not fit.",
                "Leave them out, or give the target's id.");
        }
    }

    /// <summary>As <see cref="Check"/>, for commands that change what they find: a target alone does not say which connections.</summary>
    public void CheckForChange()
    {
        Check();
        if (Place() is { Connection: null, EndpointId: null } && !IsNarrowed)
            throw Failure.MissingParameter("Name", "it says which of the target's connections is meant; '*' means all.");
    }

    /// <summary>All connections that match; none is no error, except by id.</summary>
    /// <param name="link">The facts as they are now.</param>
    /// <param name="withEndpoints">Whether the endpoints' sides are needed.</param>
    public async Task<IReadOnlyList<TargetConnection>> FindAsync(LinkReader link, bool withEndpoints)
    {
        (LinkTarget? given, string? connection, string? endpointId) = Place();
        LinkTarget target = given ?? await TargetOfAsync(endpointId!, link);
        if (connection is not null)
        {
            ConnectionResource? one = (await link.ConnectionAsync(target, connection)).OrThrow();
            return one is null || !IsOfRequester(one) ? [] : await EndpointsAsync([new(target, one)], withEndpoints, link);
        }
        IEnumerable<TargetConnection> matches =
            from each in (await link.ConnectionsAsync(target)).OrThrow()!
            where endpointId is null || ResourceIds.Same(each.Properties?.PrivateEndpoint?.Id, endpointId)
            where _name?.Matches(each.Name) != false && IsOfRequester(each)
            select new TargetConnection(target, each);
        IReadOnlyList<TargetConnection> read = await EndpointsAsync([.. matches], withEndpoints || _message is not null, link);
        return _message is null ? read : [.. read.Where(each => _message.Matches(each.RequestMessage ?? ""))];
    }

    /// <summary>The connections that are meant: at least one, and only one unless a wildcard was given.</summary>
    public async Task<IReadOnlyList<TargetConnection>> ResolveAsync(LinkReader link)
    {
        IReadOnlyList<TargetConnection> matches = await FindAsync(link, withEndpoints: false);
        if (matches.Count == 0) throw await NotFoundAsync(link);
        RefuseAmbiguous(matches);
        return matches;
    }

    /// <summary>Refuses several matches where one was named.</summary>
    public void RefuseAmbiguous(IReadOnlyList<TargetConnection> matches)
    {
        if (matches.Count > 1 && !IsWildcard)
            throw Failure.AmbiguousConnection(matches[0].Target.Value, Wanted, matches.Select(each => each.Name));
    }

    /// <summary>That nothing matched, with what there is; that the target's owner removed it, where its endpoint says so.</summary>
    public async Task<CommandFailedException> NotFoundAsync(LinkReader link)
    {
        if (Place().EndpointId is { } id && (await link.EndpointAsync(id)).Value?.ConnectionStatus() == "Disconnected")
            return Failure.ConnectionFinal(id, "Disconnected");
        LinkTarget target = Place().Target ?? await TargetOfAsync(Place().EndpointId!, link);
        var there = (await link.ConnectionsAsync(target)).OrThrow()!;
        return Failure.ConnectionNotFound(target.Value, Wanted, there.Select(each => each.Name!));
    }

    private bool IsOfRequester(ConnectionResource connection) => EndpointSubscriptionId is null
        || AzureNames.Same(ResourceIds.Subscription(connection.Properties?.PrivateEndpoint?.Id), EndpointSubscriptionId);

    private (LinkTarget? Target, string? Connection, string? EndpointId) Place()
    {
        if (EndpointId is not null) ResourceIds.Parse(EndpointId, ResourceIds.PrivateEndpoint, "EndpointId");
        if (Target is not null) return (Known(LinkTarget.Parse(Target)), null, EndpointId);
        if (EndpointId is not null) return (null, null, EndpointId);
        if (Id is null)
            throw Failure.MissingParameter("Id", "a connection is named by its id, by its endpoint's id, or by -Target with -Name.");
        ResourceIdentifier? id = ResourceIds.TryParse(Id);
        if (id?.ResourceType == ResourceIds.PrivateEndpoint) return (null, null, id.ToString());
        if (id?.ResourceType.GetLastType().Equals("privateEndpointConnections", StringComparison.OrdinalIgnoreCase) == true
            && LinkTarget.TryParse(id.Parent!.ToString()) is { } owner)
            return (owner, id.Name, null);
        return LinkTarget.TryParse(Id) is { } target ? (Known(target), null, null) : throw Failure.InvalidConnection(Id);
    }

    private static LinkTarget Known(LinkTarget target) => target.IsAlias ? throw Failure.ConnectionsOfAlias(target.Value) : target;

    private static async Task<IReadOnlyList<TargetConnection>> EndpointsAsync(
        IReadOnlyList<TargetConnection> connections, bool wanted, LinkReader link)
    {
        if (!wanted) return connections;
        List<TargetConnection> read = [];
        foreach (TargetConnection[] some in connections.Chunk(Overlap))
            read.AddRange(await Task.WhenAll(some.Select(each => each.WithEndpointAsync(link))));
        return read;
    }

    private static async Task<LinkTarget> TargetOfAsync(string endpointId, LinkReader link)
    {
        string value = (await link.RequiredEndpointAsync(endpointId)).TargetId();
        LinkTarget target = LinkTarget.TryParse(value) ?? throw Failure.InvalidTarget(value);
        return target.IsAlias ? throw Failure.TargetBehindAlias(endpointId, value) : target;
    }
}
