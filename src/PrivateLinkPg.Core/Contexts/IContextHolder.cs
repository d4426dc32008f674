namespace PrivateLinkPg.Contexts;

/// <summary>An object for users that can be passed as -DefaultProfile in the process that made it.</summary>
internal interface IContextHolder
{
    /// <summary>The sign-in behind it; null where it was saved, or came from another process.</summary>
    AzureContext? Context { get; }
}
