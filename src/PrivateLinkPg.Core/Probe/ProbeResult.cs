namespace PrivateLinkPg.Probe;

/// <summary>What a probe found.</summary>
/// <param name="State">The facts.</param>
/// <param name="Steps">The steps in their order.</param>
/// <param name="Duration">The time of the whole.</param>
internal sealed record ProbeResult(ProbeState State, IReadOnlyList<PgConnectionStep> Steps, TimeSpan Duration);
