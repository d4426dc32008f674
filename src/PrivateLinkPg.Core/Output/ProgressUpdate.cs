namespace PrivateLinkPg.Output;

/// <summary>One state of a progress bar.</summary>
/// <param name="ActivityId">Tells the bars of overlapping inputs apart.</param>
/// <param name="Activity">What goes on, such as "Creating private endpoint vnet-db-pe".</param>
/// <param name="Status">The state that Azure reports.</param>
/// <param name="PercentComplete">0 to 100, or null where Azure gives none.</param>
/// <param name="Completed">True takes the bar away.</param>
internal sealed record ProgressUpdate(int ActivityId, string Activity, string Status, int? PercentComplete = null, bool Completed = false);
