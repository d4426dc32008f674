namespace PrivateLinkPg.Contexts;

/// <summary>What Connect-PgAzure leaves for later commands of the same runspace. Used on the pipeline thread only.</summary>
internal interface IRunspaceState
{
    /// <summary>The context of this runspace, or null.</summary>
    SignedInContext? Context { get; set; }
}
