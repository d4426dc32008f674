namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>
/// Keeps the context in a variable that a prompt does not see. A variable and not a table keyed by the runspace, because it also goes
/// when a host cleans a runspace for its next task (ForEach-Object -Parallel, Azure Functions), so that no task finds another's sign-in.
/// </summary>
internal sealed class RunspaceState(PSCmdlet cmdlet) : IRunspaceState
{
    private const string Name = "global:PrivateLinkPgContext";

    public SignedInContext? Context
    {
        get => PipelineThread.Outside(() => cmdlet.SessionState.PSVariable.GetValue(Name)) as SignedInContext;
        set => PipelineThread.Outside(
            () => cmdlet.SessionState.PSVariable.Set(new(Name, value) { Visibility = SessionStateEntryVisibility.Private }));
    }
}
