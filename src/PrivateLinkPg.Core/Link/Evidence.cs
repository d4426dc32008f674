namespace PrivateLinkPg.Link;

/// <summary>Parts of a path that Azure is asked about.</summary>
[Flags]
internal enum Evidence
{
    None = 0,
    Endpoint = 1,
    Target = 2,
    /// <summary>The clients' network, with its DNS servers and peerings.</summary>
    Network = 4,
    /// <summary>Which private zones there are.</summary>
    Zones = 8,
    ZoneLinks = 16,
    Records = 32,
    AllZones = Zones | ZoneLinks | Records,
    SecurityRules = 64,
    Routes = 128,
}
