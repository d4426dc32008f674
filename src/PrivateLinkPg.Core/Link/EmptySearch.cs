namespace PrivateLinkPg.Link;

/// <summary>A search of the context's own subscription that found nothing, which a wildcard takes for an answer.</summary>
internal static class EmptySearch
{
    private const int MostNames = 5;

    /// <summary>Tells where was looked, and where else the user can look.</summary>
    /// <param name="what">What was not found, such as "No private endpoint to PostgreSQL".</param>
    /// <param name="link">The facts.</param>
    /// <param name="host">The running command.</param>
    public static async Task TellAsync(string what, LinkReader link, CommandHost host)
    {
        string id = link.Connection.RequiredSubscriptionId;
        var visible = await link.SubscriptionsAsync();
        string name = Name(visible.Value?.FirstOrDefault(each => AzureNames.Same(each.SubscriptionId, id))) ?? id;
        string[] others = [.. (visible.Value ?? []).Where(each => !AzureNames.Same(each.SubscriptionId, id)).Select(each => Name(each)!)];
        string looked = $"{what} was found in subscription {name}, the only one that was looked in.";
        if (others.Length == 0) host.Output.WriteVerbose(looked);
        else host.Output.WriteWarning($"{looked} Look elsewhere with -SubscriptionId; this account also sees {Some(others)}.");
    }

    private static string? Name(Subscription? subscription) =>
        subscription is null ? null : $"'{subscription.DisplayName}' ({subscription.SubscriptionId})";

    private static string Some(string[] names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
}
