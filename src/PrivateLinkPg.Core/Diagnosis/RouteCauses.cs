namespace PrivateLinkPg.Diagnosis;

/// <summary>Route tables of the clients' subnets, on the way to an endpoint that does not respond.</summary>
internal static class RouteCauses
{
    /// <summary>Whether no client gets there: in which of several subnets they are is not known.</summary>
    public static bool IsDropped(PathCase path) => path.Facts.Routes is { Count: > 0 } routes && routes.All(route => route.IsDropped);

    public static CauseText Dropped(PathCase path)
    {
        SubnetRoute first = path.Facts.Routes[0];
        return new(
            $"{path.Words.EndPoint} does not respond: {string.Join("; ", path.Facts.Routes.Select(InWords))}.",
            $"See what else needs the route, then: Get-AzRouteTable -Name {ResourceIds.Name(first.TableId!)} "
                + $"-ResourceGroupName {ResourceIds.Group(first.TableId)} | Remove-AzRouteConfig -Name {first.Route!.Name} "
                + "| Set-AzRouteTable");
    }

    /// <summary>The routes that lead elsewhere than to the endpoint, for a remedy; empty where there are none.</summary>
    public static string Hints(PathCase path) => string.Concat(path.Facts.Routes.Where(route => route.IsDropped || route.IsPassedOn)
        .Select(InWords).Select(words => $"{char.ToUpperInvariant(words[0])}{words[1..]}: ask its owner about TCP {path.Words.Port}. "));

    private static string InWords(SubnetRoute route)
    {
        RouteProperties hop = route.Route!.Properties!;
        string to = route.IsDropped ? $"nowhere (next hop {hop.NextHopType})"
            : hop.NextHopIpAddress is { Length: > 0 } appliance ? $"through {appliance}"
            : $"to next hop {hop.NextHopType}";
        return $"route {route.Route.Name} of route table {ResourceIds.Name(route.TableId!)} sends it from subnet {route.Subnet} {to}";
    }
}
