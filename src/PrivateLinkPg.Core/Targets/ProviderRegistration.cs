using PrivateLinkPg.Arm;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Targets;

/// <summary>Resource providers must be registered in the endpoint's subscription and in the target's, or the connection fails late.</summary>
internal static class ProviderRegistration
{
    /// <summary>Refuses where a provider that endpoints to <paramref name="type"/> need is not registered; once per subscription.</summary>
    /// <exception cref="Failures.CommandFailedException">ProviderNotRegistered.</exception>
    public static Task CheckAsync(string subscriptionId, TargetType type, ArmGateway arm, CommandHost host) =>
        host.OnceAsync($"providers {subscriptionId} {type.Kind}", async () =>
        {
            string[] needed = [.. new[] { TargetType.PrivateLinkService.ResourceType.Namespace, type.ResourceType.Namespace }.Distinct()];
            bool[] registered = await Task.WhenAll(needed.Select(each => IsRegisteredAsync(subscriptionId, each, arm, host.Cancellation)));
            string[] missing = [.. needed.Where((_, index) => !registered[index])];
            return missing.Length == 0 ? true : throw Failure.ProviderNotRegistered(subscriptionId, missing);
        });

    // A subscription that cannot be read is somebody else's, and so is the duty.
    private static async Task<bool> IsRegisteredAsync(string subscriptionId, string providerNamespace, ArmGateway arm, CancellationToken cancellation)
    {
        try
        {
            return (await arm.FindProviderAsync(subscriptionId, providerNamespace, cancellation))?.RegistrationState is null or "Registered" or "Registering";
        }
        catch (ArmException e) when (e.Status is 401 or 403)
        {
            return true;
        }
    }
}
