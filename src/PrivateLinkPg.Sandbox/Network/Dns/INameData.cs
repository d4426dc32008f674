namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>
/// What the DNS servers know. They ask anew for every query and keep nothing, so answers follow every change at once.
/// Called from many threads. Names are given in lower case and without a final dot.
/// </summary>
public interface INameData
{
    /// <summary>
    /// The private zones that answer inside a virtual network: those with a completed link to it. None for a network with
    /// DNS servers of its own, since such a network does not ask Azure.
    /// </summary>
    IEnumerable<ILinkedZone> ZonesLinkedTo(string virtualNetworkId);

    /// <summary>The records that the public DNS has for a name; none means that the name does not exist.</summary>
    /// <remarks><see cref="FlexibleServerNames"/> makes those of a flexible server.</remarks>
    IEnumerable<DnsRecord> PublicRecordsAt(string name);

    /// <summary>The trouble that a query of this name in this network shall meet.</summary>
    DnsFault FaultFor(string virtualNetworkId, string name);
}

/// <summary>A private zone as one virtual network sees it.</summary>
public interface ILinkedZone
{
    /// <summary>The zone's name, without a final dot.</summary>
    string Name { get; }

    /// <summary>The link's resolution policy is NxDomainRedirect: a name missing here is looked up in the public DNS.</summary>
    bool RedirectsMissingNames { get; }

    /// <summary>
    /// All records of a name relative to the zone, of every type; <c>@</c> is the zone itself (with its SOA), <c>*</c> a wildcard.
    /// </summary>
    IEnumerable<DnsRecord> RecordsAt(string relativeName);

    /// <summary>Whether record sets exist whose name ends in <c>.relativeName</c>: then that name exists, without records.</summary>
    bool HasNamesBelow(string relativeName);
}

/// <summary>Trouble a DNS query may meet.</summary>
public enum DnsFault
{
    /// <summary>None: a regular answer.</summary>
    None,

    /// <summary>Answers SERVFAIL.</summary>
    ServerFailure,

    /// <summary>Answers nothing; the client runs into its own limit.</summary>
    NoAnswer,
}
