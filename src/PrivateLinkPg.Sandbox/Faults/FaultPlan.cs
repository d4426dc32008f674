using System.Text.Json;
using System.Text.Json.Serialization;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.Network.Relays;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Faults;

/// <summary>Trouble by plan, never by dice: what goes wrong, where, and at which occurrence.</summary>
/// <remarks>Patterns match the whole text in any case; <c>*</c> stands for anything, slashes too.</remarks>
internal sealed record FaultPlan
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public IReadOnlyList<RequestFault> Requests { get; init; } = [];

    public IReadOnlyList<NameFault> Names { get; init; } = [];

    public IReadOnlyList<ServerFault> Servers { get; init; } = [];

    public IReadOnlyList<EndpointFault> Endpoints { get; init; } = [];

    /// <summary>Reads a plan.</summary>
    /// <exception cref="FaultPlanException">The file is no plan; the message says where.</exception>
    public static async Task<FaultPlan> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await ReadAsync(file, path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FaultPlanException($"The plan of faults {path} cannot be read: {failure.Message}");
        }
    }

    /// <summary>Reads a plan.</summary>
    /// <param name="text">The plan, as JSON.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FaultPlanException">The text is no plan; the message says where.</exception>
    public static async Task<FaultPlan> ReadAsync(Stream text, string name, CancellationToken cancellation)
    {
        try
        {
            var plan = await JsonSerializer.DeserializeAsync<FaultPlan>(text, Json, cancellation) ?? new FaultPlan();
            if (plan.Requests.FirstOrDefault(fault => !fault.DoesAnything) is not { } idle) return plan;
            throw new FaultPlanException($"The plan of faults {name} says nothing of what happens to {idle.Path}: "
                + "give status, reset, delaySeconds, operation or stale.");
        }
        catch (JsonException failure)
        {
            throw new FaultPlanException($"The plan of faults {name} cannot be read: {failure.Message}");
        }
    }
}

internal sealed class FaultPlanException(string message) : Exception(message);

/// <summary>Trouble that requests meet; on ARM's paths and on the token endpoint's.</summary>
internal sealed record RequestFault
{
    /// <summary>Null for every method.</summary>
    public string? Method { get; init; }

    /// <summary>A pattern of the path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>How many matching requests are left alone first: 2 for "the third one".</summary>
    public int Skip { get; init; }

    /// <summary>How many requests it then meets.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Answers this status in place of the regular one.</summary>
    public int? Status { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    /// <summary>The Retry-After of the answer, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>A claims challenge of the answer, as JSON; with status 401.</summary>
    public string? Claims { get; init; }

    /// <summary>The request is carried out all the same, before the answer with the status is given or the connection is reset.</summary>
    public bool AfterApplying { get; init; }

    /// <summary>Closes the connection in place of an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>Waits this long before anything else.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>What becomes of the operation that the request starts.</summary>
    public OperationFault? Operation { get; init; }

    internal bool DoesAnything => Status is not null || Reset || DelaySeconds > 0 || Operation is not null || Stale;

    /// <summary>A GET is answered with what was there before the last write to this path.</summary>
    public bool Stale { get; init; }
}

/// <summary>Trouble of a long-running operation.</summary>
internal sealed record OperationFault
{
    /// <summary>Fails with this code, without having done its work.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    /// <summary>Never ends.</summary>
    public bool Never { get; init; }

    /// <summary>Takes this long.</summary>
    public double? Seconds { get; init; }
}

/// <summary>Trouble that name queries meet.</summary>
internal sealed record NameFault
{
    /// <summary>A pattern of the queried name.</summary>
    public required string Name { get; init; }

    /// <summary>A pattern of the virtual network's id; null for all.</summary>
    public string? Network { get; init; }

    public DnsFault Fault { get; init; } = DnsFault.ServerFailure;
}

/// <summary>Trouble of a target's PostgreSQL.</summary>
internal sealed record ServerFault
{
    /// <summary>A pattern of the target's id.</summary>
    public required string Target { get; init; }

    public required PostgresFault Fault { get; init; }
}

/// <summary>Trouble on the way to a private endpoint, such as a firewall's, of which Azure knows nothing.</summary>
internal sealed record EndpointFault
{
    /// <summary>A pattern of the endpoint's id.</summary>
    public required string Endpoint { get; init; }

    public required PathFault Fault { get; init; }
}
