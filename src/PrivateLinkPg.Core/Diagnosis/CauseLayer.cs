namespace PrivateLinkPg.Diagnosis;

/// <summary>Where on a path a cause is, in the order in which one hides what is behind it: whose matter it is.</summary>
internal enum CauseLayer
{
    /// <summary>The private endpoint and its target.</summary>
    Ends,
    /// <summary>The endpoint's connection, of which the target's owner decides.</summary>
    Connection,
    /// <summary>DNS: zones, links, records, resolvers.</summary>
    Name,
    /// <summary>What packets go through: peerings, routes, security groups, ports.</summary>
    Path,
    /// <summary>TLS and certificates.</summary>
    Tls,
    /// <summary>PostgreSQL and its poolers: roles, databases, limits.</summary>
    SignIn,
}
