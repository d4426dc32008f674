namespace PrivateLinkPg.Suggestions;

/// <summary>One value that an argument could have.</summary>
/// <param name="Text">The value.</param>
/// <param name="Name">What people call it; what a list shows.</param>
/// <param name="Tip">What it is: kind, resource group, region.</param>
internal sealed record Suggestion(string Text, string Name, string Tip);

/// <summary>What is asked for, with the arguments that narrow it.</summary>
/// <param name="Kind">What the argument names.</param>
internal sealed record SuggestionQuery(SuggestionKind Kind)
{
    /// <summary>The id of the target that was chosen.</summary>
    public string? Target { get; init; }

    /// <summary>-ResourceGroupName: where names are looked up.</summary>
    public string? ResourceGroupName { get; init; }

    /// <summary>-VirtualNetworkResourceGroupName: where the names of networks are looked up.</summary>
    public string? VirtualNetworkResourceGroupName { get; init; }

    /// <summary>-VirtualNetworkName.</summary>
    public string? VirtualNetworkName { get; init; }
}

/// <summary>What an argument names, and so what can be suggested for it.</summary>
internal enum SuggestionKind
{
    /// <summary>Ids of servers, clusters and Private Link services, in all subscriptions that the account sees.</summary>
    Target,
    /// <summary>Their names, in one subscription.</summary>
    TargetName,
    /// <summary>Public host names of servers and clusters.</summary>
    HostName,
    /// <summary>Sub-resources of targets.</summary>
    GroupId,

    /// <summary>Ids of connections of the chosen target; without one, of endpoints and targets.</summary>
    Connection,
    /// <summary>Names of connections of the chosen target.</summary>
    ConnectionName,

    /// <summary>Ids of private endpoints.</summary>
    Endpoint,
    /// <summary>Names of private endpoints, of the chosen resource group where there is one.</summary>
    EndpointName,

    /// <summary>Ids of virtual networks.</summary>
    VirtualNetwork,
    /// <summary>Names of virtual networks.</summary>
    VirtualNetworkName,
    /// <summary>Ids of subnets.</summary>
    Subnet,
    /// <summary>Names of the subnets of the chosen virtual network.</summary>
    SubnetName,
    /// <summary>Ids of application security groups.</summary>
    ApplicationSecurityGroup,

    /// <summary>Ids of private DNS zones.</summary>
    Zone,
    /// <summary>Names of private DNS zones.</summary>
    ZoneName,

    /// <summary>Names of resource groups.</summary>
    ResourceGroup,
    /// <summary>Regions.</summary>
    Location,
    /// <summary>Ids of subscriptions.</summary>
    Subscription,
}
