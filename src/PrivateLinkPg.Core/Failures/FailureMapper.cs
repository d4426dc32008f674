namespace PrivateLinkPg.Failures;

/// <summary>The only place that looks at exception types, HTTP codes and Azure's error codes.</summary>
internal static partial class FailureMapper
{
    /// <summary>Turns any exception into a failure of the catalogue; the input is its target where it names none.</summary>
    public static CommandFailure Map(Exception exception, object? input) => (exception switch
    {
        CommandFailedException known => known,
        ArmException refused => Refused(refused, input),
        ForeignAnswerException foreign => Failure.AnswerNotFromAzure(foreign, input),
        _ when UnansweredException.In(exception) is { } unanswered => Failure.AzureUnreachable(unanswered, input),
        // What kept it from asking, such as a file, comes out of Azure.Identity inside its own.
        AuthenticationFailedException { InnerException: CommandFailedException own } => own,
        AuthenticationFailedException failed => Failure.SignInFailed(failed, input),
        _ => Failure.UnexpectedError(exception, input),
    }).Failure;

    /// <summary>As <see cref="Map"/>; null for what is no failure of a request, such as the end of the command.</summary>
    public static CommandFailure? Known(Exception exception, object? input) =>
        Map(exception, input) is { Id: not nameof(Failure.UnexpectedError) } failure ? failure : null;

    private static CommandFailedException Refused(ArmException e, object? target) => (e.Status, e.Code) switch
    {
        (_, "LinkedAuthorizationFailed") when Names(e.Request, "/privateDns") => Failure.JoinDenied(e, target),
        (_, "LinkedAuthorizationFailed") when Names(e.Message, "subnets/join/action") => Failure.AccessDenied(e, target),
        (_, "LinkedAuthorizationFailed") => Failure.LinkedAccessDenied(e, target),
        (_, "PrivateEndpointFeatureNotSupportedOnServer") => Failure.PrivateLinkNotSupported(target, e.Message, e),
        (_, "PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled") => Failure.SubnetPoliciesEnabled(e, target),
        (_, "InvalidResourceReference") => Failure.ReferenceNotFound(e, target),
        (_, "MissingSubscriptionRegistration") => Failure.ProviderNotRegistered(e, target),
        (_, "InvalidPrivateLinkServiceId" or "ThirdPartyPrivateLinkServiceProvidedDuringPrivateEndpointCreationDoesNotExistOrIsNotVisible"
            or "ThirdPartyPrivateLinkServiceWithPlsAliasDoesNotExistOrIsNotVisible") => Failure.ServiceNotVisible(e, target),
        (_, "RequestDisallowedByPolicy") => Disallowed(e, target),
        (_, "ScopeLocked") => Failure.ScopeLocked(e, target, LockedScope(e.Message)),
        (_, "ReadOnlyDisabledSubscription") => Failure.SubscriptionReadOnly(e, target),
        (_, "ResourceGroupBeingDeleted") => Failure.ResourceGroupBeingDeleted(e, target),
        (_, "BadRequest") when Names(e.Message, "overlapping namespaces") => Failure.NetworkLinkedElsewhere(e, target),
        (401, _) => Failure.SignInFailed(e, target),
        (403, _) => Failure.AccessDenied(e, target),
        (404, "ResourceGroupNotFound") when !e.InOperation => Failure.ResourceGroupNotFound(e, target),
        (404, _) when !e.InOperation => Failure.ResourceNotFound(e, target),
        (412, _) or (409, "Conflict") => Failure.ResourceBusy(e, target),
        _ when e.IsTransient || e.IsSuperseded => Failure.ResourceBusy(e, target),
        (429, _) => Failure.Throttled(e, target),
        (>= 500, _) => Failure.ServiceUnavailable(e, target),
        _ when e.InOperation => Failure.OperationFailed(e, target),
        _ => Failure.RequestRefused(e, target),
    };

    // "… because following scope(s) are locked: '/subscriptions/…'. Please remove the lock and try again."
    private static string LockedScope(string message) =>
        LockedScopes().Match(message) is { Success: true } found ? found.Groups[1].Value : "<the locked scope>";

    private static CommandFailedException Disallowed(ArmException e, object? target)
    {
        PolicyViolation[] violations = [.. e.Error.All.SelectMany(each => each.Violations)];
        string demands = violations.Length == 0 ? e.Message : string.Join("; ", violations.Select(each => each.InWords())) + ".";
        var tags = violations.SelectMany(each => each.Tags).Distinct(StringComparer.OrdinalIgnoreCase);
        return Failure.DisallowedByPolicy(e, target, demands, tags);
    }

    [GeneratedRegex("locked: '([^',]+)")]
    private static partial Regex LockedScopes();

    private static bool Names(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
