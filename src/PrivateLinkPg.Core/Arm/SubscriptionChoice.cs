namespace PrivateLinkPg.Arm;

/// <summary>Which of the visible subscriptions becomes the context's.</summary>
internal static class SubscriptionChoice
{
    /// <summary>The one that the user named, or the first enabled one, as Az PowerShell does; null where none is visible.</summary>
    /// <exception cref="CommandFailedException">SubscriptionNotVisible, SubscriptionAmbiguous.</exception>
    public static Subscription? Pick(IReadOnlyList<Subscription> visible, string? wanted)
    {
        if (wanted is null) return visible.FirstOrDefault(IsEnabled) ?? (visible is [{ } first, ..] ? first : null);
        Subscription[] matches =
            [.. visible.Where(each => AzureNames.Same(each.SubscriptionId, wanted) || AzureNames.Same(each.DisplayName, wanted))];
        return matches switch
        {
            [{ } only] => only,
            [] => throw Failure.SubscriptionNotVisible(wanted, Names(visible)),
            _ => throw Failure.SubscriptionAmbiguous(wanted, Names(matches)),
        };
    }

    private static bool IsEnabled(Subscription subscription) => AzureNames.Same(subscription.State, "Enabled");

    private static string Names(IReadOnlyList<Subscription> subscriptions) =>
        string.Join(", ", subscriptions.Take(10).Select(subscription => $"{subscription.DisplayName} ({subscription.SubscriptionId})"))
        + (subscriptions.Count > 10 ? $" and {subscriptions.Count - 10} more" : "");
}
