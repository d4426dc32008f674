namespace PrivateLinkPg.Arm;

/// <summary>A line about one request to Azure.</summary>
/// <param name="Text">Without secrets.</param>
/// <param name="Detail">True for what -Debug shows (bodies), false for what -Verbose shows (method, path, status, milliseconds).</param>
internal readonly record struct ArmTrace(string Text, bool Detail);
