using PrivateLinkPg.Rehearsal.Acts;

namespace PrivateLinkPg.Rehearsal.Stages;

/// <summary>Where acts are performed.</summary>
internal interface IStage : IAsyncDisposable
{
    /// <summary>What it is, for the viewer.</summary>
    string Name { get; }

    /// <summary>Performs an act and returns all that came out of it.</summary>
    Task<Outcome> PerformAsync(Act act, CancellationToken cancellation);
}
