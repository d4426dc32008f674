namespace PrivateLinkPg.Targets;

/// <summary>Providers must be registered in the endpoint's subscription and in the target's, or the connection fails late.</summary>
internal static class ProviderRegistration
{
    /// <summary>Refuses where a provider that endpoints to <paramref name="type"/> need is not registered.</summary>
    /// <exception cref="CommandFailedException">ProviderNotRegistered.</exception>
    public static async Task CheckAsync(string subscriptionId, TargetType type, LinkReader link)
    {
        string[] needed = [.. new[] { TargetType.PrivateLinkService.ResourceType.Namespace, type.ResourceType.Namespace }.Distinct()];
        // A subscription that cannot be read is somebody else's, and so is the duty.
        var found = await Task.WhenAll(needed.Select(each => link.ProviderAsync(subscriptionId, each)));
        string[] missing =
            [.. needed.Where((_, index) => found[index].Value?.RegistrationState is not (null or "Registered" or "Registering"))];
        if (missing.Length > 0) throw Failure.ProviderNotRegistered(subscriptionId, missing);
    }
}
