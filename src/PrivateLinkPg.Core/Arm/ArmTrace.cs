namespace PrivateLinkPg.Arm;

/// <summary>A line about requests to Azure.</summary>
/// <param name="Text">Without secrets.</param>
/// <param name="Kind">Who it is for.</param>
internal readonly record struct ArmTrace(string Text, ArmTraceKind Kind);

/// <summary>Who a line about requests is for.</summary>
internal enum ArmTraceKind
{
    /// <summary>For -Verbose: method, path, status, milliseconds.</summary>
    Request,

    /// <summary>For -Debug: a body.</summary>
    Body,

    /// <summary>For everybody: Azure does not answer, or takes no more for now, and is waited for.</summary>
    Outage,
}
