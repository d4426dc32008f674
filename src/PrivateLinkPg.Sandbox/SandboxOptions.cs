using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>What sandboxes of one process have in common, and outlives each of them: servers take longer to start than all else.</summary>
/// <param name="Authority">Signs the servers' certificates.</param>
/// <param name="Postgres">The servers behind the targets; null for none.</param>
internal sealed record SharedServers(SandboxCertificateAuthority Authority, PostgresServers? Postgres);

/// <summary>How a sandbox is started.</summary>
internal sealed record SandboxOptions
{
    /// <summary>The port of the https endpoint; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// How long every operation takes. Null: 0.2 seconds, with waits in milliseconds too, for clients that read them; Retry-After is
    /// said in whole seconds always.
    /// </summary>
    public TimeSpan? OperationTime { get; init; }

    /// <summary>Whether targets lead to a real PostgreSQL. Without, endpoints have addresses but nothing answers there.</summary>
    public bool Postgres { get; init; } = true;

    /// <summary>The PostgreSQL to run. Null: the user's choice, else the machine's, else the one that npm brings.</summary>
    public PostgresInstallation? Installation { get; init; }

    /// <summary>Servers that are there already; null to start its own.</summary>
    public SharedServers? Shared { get; init; }

    /// <summary>
    /// Where the public names of servers lead. Null: to loopback addresses of its own. Servers answer there while their public access is
    /// on, if the addresses stay on the machine's loopback interface.
    /// </summary>
    public AddressRange? PublicAddresses { get; init; }

    /// <summary>
    /// Takes a line for the user: what makes the start last longer, an address that cannot be opened. By default nobody does.
    /// </summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>A file with a plan of faults; null for none.</summary>
    public string? FaultPlan { get; init; }

    /// <summary>Whether writes and reads come out of Azure's token buckets.</summary>
    public bool Buckets { get; init; }

    /// <summary>The clock of operations, tokens and buckets. Certificates are dated by it too.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
