using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Endpoints;

/// <summary>Waits for an endpoint that is already being made, as after Ctrl+C or -NoWait.</summary>
internal static class EndpointWait
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public static async Task<Resource<PrivateEndpointProperties>> UntilSettledAsync(
        Resource<PrivateEndpointProperties> endpoint, string id, ArmGateway arm, TimeProvider clock, Action<string> report, CancellationToken cancellation)
    {
        while (endpoint.Properties?.ProvisioningState is "Updating" or "Deleting")
        {
            report(endpoint.Properties.ProvisioningState);
            await Task.Delay(Interval, clock, cancellation);
            endpoint = await arm.FindPrivateEndpointAsync(id, cancellation) ?? throw Failure.EndpointNotFound(id);
        }
        return endpoint;
    }
}
