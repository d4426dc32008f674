namespace PrivateLinkPg.Probe.Dns;

/// <summary>The response codes that resolvers meet (RFC 1035, section 4.1.1).</summary>
internal enum DnsResponseCode
{
    /// <summary>NOERROR.</summary>
    NoError = 0,

    /// <summary>FORMERR: the server did not understand the query.</summary>
    FormatError = 1,

    /// <summary>SERVFAIL: the server could not get an answer.</summary>
    ServerFailure = 2,

    /// <summary>NXDOMAIN: the name does not exist, with any type.</summary>
    NameError = 3,

    /// <summary>NOTIMP: the server does not do such queries.</summary>
    NotImplemented = 4,

    /// <summary>REFUSED: the server does not answer this client, or not for this name.</summary>
    Refused = 5,
}
