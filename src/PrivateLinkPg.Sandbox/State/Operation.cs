using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>Whose form of long-running operation it is: URLs, bodies and status codes differ.</summary>
internal enum OperationFamily
{
    Network,
    PrivateDns,
    PostgreSql,
    Gateway,
}

internal sealed record OperationError(string Code, string Message)
{
    /// <summary>The resources that are in its way, and why.</summary>
    public IReadOnlyList<(ResourceId Id, OperationError Why)> Causes { get; init; } = [];

    /// <summary>What Microsoft.Network adds.</summary>
    public (string Code, string Message)? Detail { get; init; }
}

/// <summary>A long-running operation: accepted now, decided when its time has come.</summary>
internal sealed record Operation
{
    public required Guid Id { get; init; }

    public required OperationFamily Family { get; init; }

    /// <summary>The path of the status resource as it stands in the URL; empty where there is only a Location.</summary>
    public string StatusPath { get; init; } = "";

    /// <summary>The path of the result resource, which Location names.</summary>
    public required string ResultPath { get; init; }

    public required string ApiVersion { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ends. <see cref="DateTimeOffset.MaxValue"/> for one that never does.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Carries the work out when the time has come. An error returned makes the operation Failed.</summary>
    public Func<OperationError?>? Complete { get; init; }

    /// <summary>What is left behind when the operation fails before its work is done.</summary>
    public Action? Abandon { get; init; }

    /// <summary>What Location answers after success; null for 204.</summary>
    public Func<JsonNode?>? Result { get; init; }

    public string Status { get; set; } = "InProgress";

    public OperationError? Error { get; set; }

    /// <summary>How often its status was asked for.</summary>
    public int Polls { get; set; }

    public bool IsDone => Status != "InProgress";

    /// <summary>The same operation with the trouble that a plan has for it.</summary>
    public Operation WithFault(OperationFault fault) => this with
    {
        Due = fault.Never ? DateTimeOffset.MaxValue : fault.Seconds is { } seconds ? Started.AddSeconds(seconds) : Due,
        Complete = fault.Code is { } code ? () => Fail(code, fault.Message) : Complete,
    };

    private OperationError Fail(string code, string? message)
    {
        Abandon?.Invoke();
        return new OperationError(code, message ?? "The operation met a planned fault.");
    }
}
