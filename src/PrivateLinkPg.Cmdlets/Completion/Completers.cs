using PrivateLinkPg.Suggestions;

namespace PrivateLinkPg.Cmdlets.Completion;

// One for each kind of argument: an attribute can name a type only.

internal sealed class TargetCompleter() : AzureCompleter(SuggestionKind.Target);

internal sealed class TargetNameCompleter() : AzureCompleter(SuggestionKind.TargetName);

internal sealed class HostNameCompleter() : AzureCompleter(SuggestionKind.HostName);

internal sealed class GroupIdCompleter() : AzureCompleter(SuggestionKind.GroupId);

internal sealed class ConnectionCompleter() : AzureCompleter(SuggestionKind.Connection);

internal sealed class ConnectionNameCompleter() : AzureCompleter(SuggestionKind.ConnectionName);

internal sealed class EndpointCompleter() : AzureCompleter(SuggestionKind.Endpoint);

internal sealed class EndpointNameCompleter() : AzureCompleter(SuggestionKind.EndpointName);

internal sealed class VirtualNetworkCompleter() : AzureCompleter(SuggestionKind.VirtualNetwork);

internal sealed class VirtualNetworkNameCompleter() : AzureCompleter(SuggestionKind.VirtualNetworkName);

internal sealed class SubnetCompleter() : AzureCompleter(SuggestionKind.Subnet);

internal sealed class SubnetNameCompleter() : AzureCompleter(SuggestionKind.SubnetName);

internal sealed class ApplicationSecurityGroupCompleter() : AzureCompleter(SuggestionKind.ApplicationSecurityGroup);

internal sealed class ZoneCompleter() : AzureCompleter(SuggestionKind.Zone);

internal sealed class ZoneNameCompleter() : AzureCompleter(SuggestionKind.ZoneName);

internal sealed class ResourceGroupCompleter() : AzureCompleter(SuggestionKind.ResourceGroup);

internal sealed class LocationCompleter() : AzureCompleter(SuggestionKind.Location);

internal sealed class SubscriptionCompleter() : AzureCompleter(SuggestionKind.Subscription);
