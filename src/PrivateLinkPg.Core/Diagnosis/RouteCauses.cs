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
            $"{path.Words.EndPoint} does not respond: {string.Join("; ", path.Facts.Routes.Select(route => route.InWords))}.",
            $"See what else needs the route, then: Get-AzRouteTable -Name {ResourceIds.Name(first.TableId!)} "
                + $"-ResourceGroupName {ResourceIds.Group(first.TableId)} | Remove-AzRouteConfig -Name {first.Route!.Name} "
                + "| Set-AzRouteTable");
    }

    /// <summary>The routes that lead elsewhere than to the endpoint, for a remedy; empty where there are none.</summary>
    public static string Hints(PathCase path) => string.Concat(path.Facts.Routes.Where(route => route.IsDropped || route.IsPassedOn)
        .Select(route => route.InWords)
        .Select(words => $"{char.ToUpperInvariant(words[0])}{words[1..]}: ask its owner about TCP {path.Words.Port}. "));
}
