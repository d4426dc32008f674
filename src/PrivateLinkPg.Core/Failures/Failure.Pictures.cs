namespace PrivateLinkPg.Failures;

/// <content>Pictures of a path.</content>
internal static partial class Failure
{
    /// <summary>The file of -Path cannot be written.</summary>
    public static CommandFailedException FileNotWritten(string path, Exception cause) => Fail(
        FailureKind.InvalidOperation, path, $"The file '{path}' cannot be written: {Innermost(cause)}",
        "Give a file in a folder that exists and that you may write to; with -NoClobber, one that does not exist yet.", cause);
}
