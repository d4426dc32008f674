namespace PrivateLinkPg.Output;

/// <summary>
/// Where a handler writes. In PowerShell every member forwards to the engine; tests record. All members are called on the pipeline thread.
/// </summary>
internal interface ICommandOutput
{
    /// <summary>Passes one result downstream.</summary>
    void WriteObject(object value);

    /// <summary>Reports one failed input; the command goes on with the others.</summary>
    void WriteFailure(CommandFailure failure);

    /// <summary>Tells the user something to act on.</summary>
    void WriteWarning(string message);

    /// <summary>Tells what is being done, with -Verbose.</summary>
    void WriteVerbose(string message);

    /// <summary>Tells how it is done, with -Debug. Never a secret.</summary>
    void WriteDebug(string message);

    /// <summary>Shows or updates a progress bar.</summary>
    void WriteProgress(ProgressUpdate update);

    /// <summary>Asks whether to change <paramref name="target"/>; false under -WhatIf or when the user declines.</summary>
    /// <param name="target">What would change: a resource id.</param>
    /// <param name="action">The request that would be sent, in words and as method and path.</param>
    bool ShouldProcess(string target, string action);

    /// <summary>Asks what the user alone can judge, whatever -Confirm says; "no" is the default answer.</summary>
    /// <returns>Null where nobody can be asked, as in a runbook.</returns>
    bool? ShouldContinue(string query, string caption);

    /// <summary>
    /// True under -WhatIf: nothing is changed, and all that would be is named, also what depends on a step before it. A user who
    /// declines a step, on the other hand, is not asked about what depends on it.
    /// </summary>
    bool WhatIf { get; }
}

/// <summary>One state of a progress bar.</summary>
/// <param name="ActivityId">Tells the bars of overlapping inputs apart.</param>
/// <param name="Activity">What goes on, such as "Creating private endpoint vnet-db-pe".</param>
/// <param name="Status">The state that Azure reports.</param>
/// <param name="PercentComplete">0 to 100, or null where Azure gives none.</param>
/// <param name="Completed">True takes the bar away.</param>
internal sealed record ProgressUpdate(int ActivityId, string Activity, string Status, int? PercentComplete = null, bool Completed = false);
