namespace PrivateLinkPg.Diagnosis;

/// <summary>Why a connection does not work.</summary>
/// <param name="Code">A stable code for scripts.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Remedy">The command or action that mends it.</param>
internal sealed record RootCause(string Code, string Message, string Remedy);
