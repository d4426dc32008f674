namespace PrivateLinkPg.Pictures;

/// <summary>The stations between a client and its server, in their order.</summary>
internal enum StationKind
{
    /// <summary>The virtual network of the clients.</summary>
    Network,

    /// <summary>The link by which that network sees a private DNS zone.</summary>
    Link,

    /// <summary>The A record of the host name in that zone.</summary>
    Record,

    /// <summary>The private endpoint, with its address.</summary>
    Endpoint,

    /// <summary>The connection between endpoint and target, which the target's owner approves.</summary>
    Connection,

    /// <summary>The server, cluster or Private Link service.</summary>
    Server,

    /// <summary>What a connection test found at the end of the path.</summary>
    Test,
}
