namespace PrivateLinkPg.Probe.Dns;

/// <summary>How the look-up of a name ended.</summary>
internal enum ResolutionOutcome
{
    /// <summary>The name has addresses.</summary>
    Found,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NameNotFound,

    /// <summary>The name exists and has no address (NODATA); the system resolver tells some of these as not found.</summary>
    NoAddress,

    /// <summary>The server could not get an answer (SERVFAIL and kin).</summary>
    ServerFailure,

    /// <summary>The server does not answer this client, or not for this name (REFUSED).</summary>
    Refused,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>The server cannot be reached: no route, or nothing listens there.</summary>
    Unreachable,
}
