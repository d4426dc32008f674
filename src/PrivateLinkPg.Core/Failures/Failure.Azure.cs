namespace PrivateLinkPg.Failures;

/// <content>What Azure refuses, and what keeps us from asking.</content>
internal static partial class Failure
{
    /// <summary>Azure Resource Manager did not answer at all.</summary>
    public static CommandFailedException AzureUnreachable(UnansweredException cause, object? target) => Fail(
        FailureKind.Unavailable, target,
        $"Azure Resource Manager at {cause.Host} could not be reached: {cause.Message}",
        $"Check that this machine may connect to {cause.Host} (name resolution, firewall, HTTPS_PROXY); for an Azure with a certificate "
        + "authority of its own, pass -CaCertificate to Connect-PgAzure.", cause);

    /// <summary>A proxy, a firewall or a sign-in page answered in Azure's place.</summary>
    public static CommandFailedException AnswerNotFromAzure(ForeignAnswerException cause, object? target) => Fail(
        FailureKind.Unavailable, target,
        $"Something between this machine and Azure answered in Azure's place: {cause.Message}",
        $"Have the proxy or firewall let requests to {cause.Host} through, or lead them around it (HTTPS_PROXY, NO_PROXY); "
        + "then run the line again; what is already done is not done twice.", cause);

    /// <summary>An operation URL points elsewhere than the Azure it came from.</summary>
    public static CommandFailedException UntrustedOperationUrl(string place, string expected) => Fail(
        FailureKind.InvalidOperation, place,
        $"Azure's answer points to '{place}', which is not '{expected}' or a region of it, so no token was sent there.",
        "Check -ResourceManagerUrl of Connect-PgAzure and any proxy between here and Azure.");

    /// <summary>An operation's or a next page's link that is none.</summary>
    public static CommandFailedException LinkUnreadable(string link) => Fail(
        FailureKind.InvalidOperation, link, $"Azure's answer goes on at '{link}', which is not a URL, so nothing was sent there.",
        "Check -ResourceManagerUrl of Connect-PgAzure and any proxy between here and Azure.");

    /// <summary>403.</summary>
    public static CommandFailedException AccessDenied(ArmException cause, object? target) => Fail(
        FailureKind.PermissionDenied, target, $"Azure refused {cause.Request}: {cause.Message}",
        "Ask an owner for a role with that permission, or use a context that has it with -DefaultProfile.", cause);

    /// <summary>403 on the linked resource: no right to approve on the target's side.</summary>
    public static CommandFailedException LinkedAccessDenied(ArmException cause, object? target) => Fail(
        FailureKind.PermissionDenied, target, $"No right to connect to the target without its owner's approval: {cause.Message}",
        "Use -ManualRequest (with -RequestMessage), and let the owner approve with Approve-PgEndpointConnection.", cause);

    /// <summary>No right to approve on the target's side, as its permissions tell.</summary>
    public static CommandFailedException LinkedAccessDenied(string target, string action) => Fail(
        FailureKind.PermissionDenied, target,
        $"No right to connect to the target without its owner's approval: this account may not do {action}.",
        "Use -ManualRequest (with -RequestMessage), and let the owner approve with Approve-PgEndpointConnection.");

    /// <summary>404.</summary>
    public static CommandFailedException ResourceNotFound(ArmException cause, object? target) => Fail(
        FailureKind.NotFound, target, $"Azure has no such resource: {cause.Message}",
        "Check the id, and that the context's account can see its subscription (Get-PgAzureContext).", cause);

    /// <summary>The resource group is not there.</summary>
    public static CommandFailedException ResourceGroupNotFound(ArmException cause, object? target) => Fail(
        FailureKind.NotFound, target, $"Azure has no such resource group: {cause.Message}",
        "Check its spelling and its subscription, or create it (New-AzResourceGroup, az group create). For a zone, New-PgPrivateDnsRecord "
            + "does so with -CreateResourceGroup.", cause);

    /// <summary>A policy forbids it, with what it demands in words, and the tags among that.</summary>
    public static CommandFailedException DisallowedByPolicy(
        ArmException cause, object? target, string demands, IEnumerable<string> tags) => Fail(
        FailureKind.PermissionDenied, target, $"Azure Policy forbids {cause.Request}: {demands}",
        (string.Join("; ", tags.Select(tag => $"'{tag}' = '<value>'")) is { Length: > 0 } table
            ? $"Pass -Tag @{{ {table} }}"
            : "Change what the policy names")
        + ", or ask the policy's owner for an exemption. A role does not help.", cause);

    /// <summary>A management lock forbids it.</summary>
    public static CommandFailedException ScopeLocked(ArmException cause, object? target, string scope) => Fail(
        FailureKind.InvalidOperation, target, $"A lock forbids {cause.Request}: {cause.Message}",
        $"See who locked it and why with Get-AzResourceLock -Scope '{scope}' -AtScope; "
        + "once its owner has removed the lock, run the line again.", cause);

    /// <summary>A lock stands in the way; found before anything was changed.</summary>
    public static CommandFailedException ResourceLocked(string id, IEnumerable<string> locks, IEnumerable<string> lockIds) => Fail(
        FailureKind.InvalidOperation, id,
        $"'{id}' cannot go, since it is locked: {string.Join("; ", locks)}. Nothing was changed.",
        "Ask who set the lock; once it is removed (Remove-AzResourceLock -LockId "
        + $"{string.Join(", ", lockIds.Select(each => $"'{each}'"))}), run the line again.");

    /// <summary>The subscription is disabled.</summary>
    public static CommandFailedException SubscriptionReadOnly(ArmException cause, object? target) => Fail(
        FailureKind.InvalidOperation, target, $"The subscription can only be read: {cause.Message}",
        "Its state is told by Get-AzSubscription; its account owner enables it again, after settling what is due.", cause);

    /// <summary>The resource group is going away.</summary>
    public static CommandFailedException ResourceGroupBeingDeleted(ArmException cause, object? target) => Fail(
        FailureKind.InvalidOperation, target, $"The resource group is being deleted: {cause.Message}",
        "Use another -ResourceGroupName, or create the group again once it is gone.", cause);

    /// <summary>Another change is under way, or was made in between.</summary>
    public static CommandFailedException ResourceBusy(ArmException cause, object? target) => Fail(
        FailureKind.Busy, target, $"Another change is under way ({cause.Code}): {cause.Message}",
        "Wait a minute and run the same line again; what is already done is not done twice.", cause);

    /// <summary>429 after the retries.</summary>
    public static CommandFailedException Throttled(ArmException cause, object? target) => Fail(
        FailureKind.LimitsExceeded, target, $"Azure limits the rate of requests ({cause.Code}): {cause.Message}",
        "Run the line again later; what is already done is not done twice.", cause);

    /// <summary>5xx after the retries.</summary>
    public static CommandFailedException ServiceUnavailable(ArmException cause, object? target) => Fail(
        FailureKind.Unavailable, target, $"Azure failed to answer {cause.Request} ({cause.Status} {cause.Code}): {cause.Message}",
        "Run the line again; what is already done is not done twice.", cause);

    /// <summary>The operation began and ended Failed.</summary>
    public static CommandFailedException OperationFailed(ArmException cause, object? target) => Fail(
        FailureKind.OperationFailed, target, $"Azure began the operation and it failed ({cause.Code}): {cause.Message}",
        "Correct what the message names and run the line again.", cause);

    /// <summary>Any other refusal.</summary>
    public static CommandFailedException RequestRefused(ArmException cause, object? target) => Fail(
        FailureKind.InvalidOperation, target, $"Azure refused {cause.Request} ({cause.Status} {cause.Code}): {cause.Message}",
        "Correct what the message names and run the line again.", cause);

    /// <summary>The time allowed ran out.</summary>
    public static CommandFailedException TimedOut(object? target, string what, TimeSpan limit, UnacceptedException? unaccepted) => Fail(
        FailureKind.Timeout, target,
        $"{what} did not finish within {limit.TotalSeconds:0} s. " + unaccepted switch
        {
            null => "It goes on in Azure.",
            { Progress.WaitedFor: { } cause } => $"By then {unaccepted.Request} had not been sent: it waited for {cause}.",
            { Progress.LastAnswer: { } answer } =>
                $"By then Azure had not accepted {unaccepted.Request}; the last try ended with: {answer.TrimEnd('.')}.",
            _ => $"By then Azure had not answered {unaccepted.Request}, so that nobody knows whether it does it.",
        },
        "Run the same line again to pick it up, with a longer -TimeoutSec if needed.");

    /// <summary>The time allowed ran out before Azure had answered a question.</summary>
    public static CommandFailedException TimedOut(string request, string host, TimeSpan limit, RequestProgress progress) => Fail(
        FailureKind.Timeout, request.Split(' ')[^1],
        progress switch
        {
            { WaitedFor: { } cause } => $"{request} was not sent within {limit.TotalSeconds:0} s: it waited for {cause}.",
            { LastAnswer: { } answer } =>
                $"{request} was not answered within {limit.TotalSeconds:0} s; the last try at {host} ended with: {answer.TrimEnd('.')}.",
            _ => $"Azure Resource Manager at {host} did not answer {request} within {limit.TotalSeconds:0} s.",
        },
        "Run the same line again, with a longer -TimeoutSec if needed; what is already done is not done twice.");

    /// <summary>MissingSubscriptionRegistration.</summary>
    public static CommandFailedException ProviderNotRegistered(ArmException cause, object? target) => Fail(
        FailureKind.InvalidOperation, target, cause.Message,
        "Register it with Register-AzResourceProvider -ProviderNamespace <namespace>, on the endpoint's and on the target's subscription.",
        cause);

    /// <summary>A provider that both sides need is not registered, as the subscription tells.</summary>
    public static CommandFailedException ProviderNotRegistered(string subscriptionId, IEnumerable<string> namespaces) => Fail(
        FailureKind.InvalidOperation, $"/subscriptions/{subscriptionId}",
        $"The subscription {subscriptionId} has not registered {string.Join(" and ", namespaces)}, "
        + "which a private endpoint needs on both sides.",
        $"Run Set-AzContext -Subscription {subscriptionId}; "
        + $"{string.Join("; ", namespaces.Select(each => $"Register-AzResourceProvider -ProviderNamespace {each}"))} "
        + "and then this line again; -SkipPreflight leaves the verdict to Azure.");

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].TrimEnd('\r');

    private static string Innermost(Exception e) => FirstLine(e.GetBaseException());
}
