using System.Runtime.CompilerServices;

namespace PrivateLinkPg.Failures;

/// <summary>
/// The catalogue of everything that can go wrong, one method each; the method's name is the error id. One file per subject.
/// </summary>
internal static partial class Failure
{
    /// <summary>A fault of this module: nothing in the catalogue fits.</summary>
    public static CommandFailedException UnexpectedError(Exception cause, object? target) => Fail(
        FailureKind.Unexpected, target, $"{cause.GetType().Name}: {cause.Message}",
        "This is a fault of PrivateLinkPg. Please report it with the output of Get-Error.", cause);

    private static string Said(string? words) => string.IsNullOrWhiteSpace(words) ? "" : $" ({words})";

    private static CommandFailedException Fail(
        FailureKind kind, object? target, string message, string remedy, Exception? cause = null, [CallerMemberName] string id = "") =>
        new(new CommandFailure(id, kind, message, remedy, target, cause));
}
