namespace PrivateLinkPg.Failures;

/// <summary>Ends the work on one input with a failure of the catalogue.</summary>
internal sealed class CommandFailedException(CommandFailure failure) : Exception(failure.Message, failure.Cause)
{
    /// <summary>The failure.</summary>
    public CommandFailure Failure { get; } = failure;
}
