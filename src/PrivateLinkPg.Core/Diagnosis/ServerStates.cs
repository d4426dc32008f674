namespace PrivateLinkPg.Diagnosis;

/// <summary>
/// States in which a server answers nobody, as Azure's documentation of ServerState has them. Updating is none: most updates leave it up.
/// </summary>
internal static class ServerStates
{
    public static bool Is(PathCase path, params ReadOnlySpan<string> states) => states.Contains(path.Facts.Server?.Properties?.State ?? "");

    public static CauseText Stopped(PathCase path) =>
        new($"{Server(path)}.", $"az postgres flexible-server start --ids {path.Facts.Target!.Value}");

    public static CauseText Starting(PathCase path) => new(
        $"{Server(path)}: it takes connections when it is Ready.",
        $"Wait for that, then test again: az postgres flexible-server show --ids {path.Facts.Target!.Value} --query state");

    public static CauseText Disabled(PathCase path) => new(
        $"{Server(path)}: Azure does so to the servers of a subscription that is disabled, has reached its spending limit or is not paid, "
            + "and to one that is moved.",
        $"Look at the state of subscription {ResourceIds.Subscription(path.Facts.Target!.Value)}; "
            + "Azure starts the server again by itself.");

    public static CauseText Inaccessible(PathCase path) => new(
        $"{Server(path)}: Azure cannot read its data, as the customer's key that encrypts them cannot be used.",
        "Let the server's identity use the key in its key vault again: permissions, the vault's firewall, and that the key is enabled and "
            + "not expired.");

    public static CauseText BeingDeleted(PathCase path) => new(
        $"{Server(path)}: it is being deleted.",
        $"Remove what leads to it: Remove-AzResource -ResourceId {path.Facts.EndpointId ?? "<the endpoint's id>"}");

    private static string Server(PathCase path) => $"The server {path.Facts.Server!.Name} is {path.Facts.Server.Properties!.State}";
}
