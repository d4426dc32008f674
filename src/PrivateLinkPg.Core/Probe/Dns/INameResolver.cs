namespace PrivateLinkPg.Probe.Dns;

/// <summary>Finds the addresses of host names.</summary>
internal interface INameResolver
{
    /// <summary>Looks up all addresses of <paramref name="name"/>. Failures are results, never exceptions.</summary>
    /// <param name="name">A host name in ASCII, without a final dot.</param>
    /// <param name="cancellation">Ends the wait at once, with <see cref="OperationCanceledException"/>.</param>
    Task<Resolution> ResolveAsync(string name, CancellationToken cancellation);
}
