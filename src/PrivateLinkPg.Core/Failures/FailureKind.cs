namespace PrivateLinkPg.Failures;

/// <summary>What kind of failure it is, in terms of its own; the cmdlets turn it into PowerShell's error category.</summary>
internal enum FailureKind
{
    /// <summary>The user gave something that cannot be right.</summary>
    InvalidArgument,
    /// <summary>Nobody is signed in, or the sign-in failed.</summary>
    Authentication,
    /// <summary>Signed in, but not allowed.</summary>
    PermissionDenied,
    /// <summary>What was named does not exist.</summary>
    NotFound,
    /// <summary>It exists already and differs from what was asked for.</summary>
    Exists,
    /// <summary>Another operation holds the resource.</summary>
    Busy,
    /// <summary>Azure limits the rate or a quota is full.</summary>
    LimitsExceeded,
    /// <summary>The service or the network does not answer.</summary>
    Unavailable,
    /// <summary>The resource is in a state, or of a kind, that does not allow it.</summary>
    InvalidOperation,
    /// <summary>Azure began the operation and it failed.</summary>
    OperationFailed,
    /// <summary>The time allowed ran out; the operation may still go on in Azure.</summary>
    Timeout,
    /// <summary>A fault of this module.</summary>
    Unexpected,
}
