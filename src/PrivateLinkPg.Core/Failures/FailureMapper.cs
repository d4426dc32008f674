using Azure.Identity;
using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Failures;

/// <summary>The only place that looks at exception types, HTTP codes and Azure's error codes.</summary>
internal static class FailureMapper
{
    /// <summary>Turns any exception into a failure of the catalogue.</summary>
    /// <param name="exception">What a handler threw.</param>
    /// <param name="input">The target where the exception names none.</param>
    public static CommandFailure Map(Exception exception, object? input) => (exception switch
    {
        CommandFailedException known => known,
        ArmException refused => Refused(refused, input),
        AuthenticationFailedException failed => Failures.SignInFailed(failed, input),
        Azure.RequestFailedException unanswered => Failures.AzureUnreachable(unanswered, input),
        AggregateException { InnerExceptions: [.., Azure.RequestFailedException last] } => Failures.AzureUnreachable(last, input),
        _ => Failures.UnexpectedError(exception, input),
    }).Failure;

    private static CommandFailedException Refused(ArmException e, object? target) => (e.Status, e.Code) switch
    {
        (_, "LinkedAuthorizationFailed") when e.Request.Contains("/privateDns", StringComparison.OrdinalIgnoreCase) => Failures.JoinDenied(e, target),
        (_, "LinkedAuthorizationFailed") when e.Message.Contains("subnets/join/action", StringComparison.OrdinalIgnoreCase) => Failures.AccessDenied(e, target),
        (_, "LinkedAuthorizationFailed") => Failures.LinkedAccessDenied(e, target),
        (_, "PrivateEndpointFeatureNotSupportedOnServer") => Failures.PrivateLinkNotSupported(target, e.Message, e),
        (_, "PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled") => Failures.SubnetPoliciesEnabled(e, target),
        (_, "InvalidResourceReference") => Failures.ReferenceNotFound(e, target),
        (_, "MissingSubscriptionRegistration") => Failures.ProviderNotRegistered(e, target),
        (_, "InvalidPrivateLinkServiceId" or "ThirdPartyPrivateLinkServiceProvidedDuringPrivateEndpointCreationDoesNotExistOrIsNotVisible"
            or "ThirdPartyPrivateLinkServiceWithPlsAliasDoesNotExistOrIsNotVisible") => Failures.ServiceNotVisible(e, target),
        (_, "BadRequest") when e.Message.Contains("overlapping namespaces", StringComparison.OrdinalIgnoreCase) => Failures.NetworkLinkedElsewhere(e, target),
        (401, _) => Failures.SignInFailed(e, target),
        (403, _) => Failures.AccessDenied(e, target),
        (404, _) when !e.InOperation => Failures.ResourceNotFound(e, target),
        (409 or 412, _) => Failures.ResourceBusy(e, target),
        (_, var code) when ArmGateway.IsTransient(code) => Failures.ResourceBusy(e, target),
        (429, _) => Failures.Throttled(e, target),
        (>= 500, _) => Failures.ServiceUnavailable(e, target),
        _ when e.InOperation => Failures.OperationFailed(e, target),
        _ => Failures.RequestRefused(e, target),
    };
}
