namespace PrivateLinkPg.Hosting;

/// <summary>Keeps the results of a command that another one runs; all else is said as the other's own.</summary>
/// <param name="outer">Where the other writes.</param>
internal sealed class CollectingOutput(ICommandOutput outer) : ICommandOutput
{
    /// <summary>The results, in their order.</summary>
    public List<object> Objects { get; } = [];

    public bool WhatIf => outer.WhatIf;

    public void WriteObject(object value) => Objects.Add(value);

    public void WriteFailure(CommandFailure failure) => outer.WriteFailure(failure);

    public void WriteWarning(string message) => outer.WriteWarning(message);

    public void WriteVerbose(string message) => outer.WriteVerbose(message);

    public void WriteDebug(string message) => outer.WriteDebug(message);

    public void WriteProgress(ProgressUpdate update) => outer.WriteProgress(update);

    public bool ShouldProcess(string target, string action) => outer.ShouldProcess(target, action);

    public bool? ShouldContinue(string query, string caption) => outer.ShouldContinue(query, caption);
}
