using System.Management.Automation.Host;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>Forwards to the engine, one line a member.</summary>
internal sealed class EngineOutput(PSCmdlet cmdlet) : ICommandOutput
{
    private bool _yesToAll;
    private bool _noToAll;

    public void WriteObject(object value) => cmdlet.WriteObject(value);

    public void WriteFailure(CommandFailure failure) => cmdlet.WriteError(Record(failure));

    public void WriteWarning(string message) => cmdlet.WriteWarning(message);

    // Under -Debug alone the engine would stop at every verbose line and ask whether to go on.
    public void WriteVerbose(string message)
    {
        if (IsBound("Debug") && !IsBound("Verbose")) cmdlet.WriteDebug(message);
        else cmdlet.WriteVerbose(message);
    }

    public void WriteDebug(string message) => cmdlet.WriteDebug(message);

    public void WriteProgress(ProgressUpdate update) => cmdlet.WriteProgress(new(update.ActivityId, update.Activity, update.Status)
    {
        PercentComplete = update.PercentComplete ?? -1,
        RecordType = update.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });

    public bool ShouldProcess(string target, string action) => cmdlet.ShouldProcess(target, action);

    public bool? ShouldContinue(string query, string caption)
    {
        try
        {
            return cmdlet.ShouldContinue(query, caption, hasSecurityImpact: true, ref _yesToAll, ref _noToAll);
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
        {
            return null; // Under -NonInteractive, or in a host without a user.
        }
    }

    public bool WhatIf => LanguagePrimitives.IsTrue(
        cmdlet.MyInvocation.BoundParameters.TryGetValue(nameof(WhatIf), out object? given)
            ? given
            : cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether what is written by WriteDebug is seen.</summary>
    public static bool ShowsDebug(PSCmdlet cmdlet) => IsBound(cmdlet, "Debug")
        || !LanguagePrimitives.TryConvertTo(cmdlet.SessionState.PSVariable.GetValue("DebugPreference"), out ActionPreference preference)
        || preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private bool IsBound(string common) => IsBound(cmdlet, common);

    private static bool IsBound(PSCmdlet cmdlet, string common) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(common, out object? on) && on is SwitchParameter { IsPresent: true };

    private static ErrorRecord Record(CommandFailure failure)
    {
        CommandFailedException exception = new(failure);
        // The target is what failed; of hundreds of rows one wants to know which.
        if (failure.Input is not null) exception.Data["InputObject"] = failure.Input;
        return new(exception, failure.Id, Category(failure.Kind), failure.Target)
        {
            ErrorDetails = new ErrorDetails($"{failure.Sentence} {failure.Remedy}"),
        };
    }

    internal static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FailureKind.Authentication => ErrorCategory.AuthenticationError,
        FailureKind.PermissionDenied => ErrorCategory.PermissionDenied,
        FailureKind.NotFound => ErrorCategory.ObjectNotFound,
        FailureKind.Exists => ErrorCategory.ResourceExists,
        FailureKind.Busy => ErrorCategory.ResourceBusy,
        FailureKind.LimitsExceeded => ErrorCategory.LimitsExceeded,
        FailureKind.Unavailable => ErrorCategory.ResourceUnavailable,
        FailureKind.InvalidOperation => ErrorCategory.InvalidOperation,
        FailureKind.OperationFailed => ErrorCategory.InvalidResult,
        FailureKind.Timeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.NotSpecified,
    };
}
