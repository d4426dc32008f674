namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>A piped object as a row of a plan: what is in it beside the parameters that the engine binds by name.</summary>
internal static class PlanRow
{
    /// <summary>What it says about the host name for later commands. An object of another kind has names of its own.</summary>
    public static PlannedName Name(PSObject? piped) => piped?.BaseObject is PSCustomObject or PgPrivateEndpoint or PgEndpointConnection
        ? new(
            Text(piped, nameof(PlannedName.HostName)), Text(piped, nameof(PlannedName.ZoneName)),
            Text(piped, nameof(PlannedName.ZoneResourceGroupName)), Texts(piped, nameof(PlannedName.LinkedVirtualNetworkId)).Items())
        : new();

    /// <summary>
    /// The columns that a row has something in and that were not read, though they may well be meant: an endpoint would get another name
    /// than its owner knows. Only what says where an endpoint is to be is such a row.
    /// </summary>
    public static IReadOnlyList<string> Unread(PSObject? piped, NewPgPrivateEndpointRequest request)
    {
        if (piped?.BaseObject is not PSCustomObject || (Text(piped, "SubnetId") ?? Text(piped, "SubnetName")) is null) return [];
        (string Column, string? Read)[] read =
        [
            (nameof(request.Name), request.Name), (nameof(request.ResourceGroupName), request.ResourceGroupName),
            (nameof(request.Location), request.Location),
        ];
        return [.. read.Where(each => each.Read is null && Text(piped, each.Column) is not null).Select(each => each.Column)];
    }

    private static string? Text(PSObject piped, string column) => piped.Properties[column]?.Value?.ToString().OrNull();

    private static string[] Texts(PSObject piped, string column) => piped.Properties[column]?.Value switch
    {
        null => [],
        string text => [text],
        var list when LanguagePrimitives.GetEnumerable(list) is { } items => [.. items.Cast<object>().Select(item => $"{item}")],
        var other => [$"{other}"],
    };
}
