using System.Globalization;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>How long operations take, and what clients are told about waiting.</summary>
/// <param name="Asked">What --operation-seconds said; null for the quick default.</param>
internal sealed record OperationTiming(TimeSpan? Asked)
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LikeAzure = TimeSpan.FromSeconds(10);

    public TimeSpan Duration => Asked ?? Quick;

    /// <summary>
    /// The header of an unfinished answer. Retry-After has whole seconds only, so the quick default says its wait in
    /// milliseconds by the header that Azure's clients know too; long operations say what Azure says.
    /// </summary>
    public KeyValuePair<string, string> WaitHeader(Operation operation)
    {
        if (Asked is null)
        {
            var milliseconds = (int)Math.Max(20, Duration.TotalMilliseconds / 4);
            return new("x-ms-retry-after-ms", milliseconds.ToString(CultureInfo.InvariantCulture));
        }
        var seconds = Asked < LikeAzure ? 1 : operation.Family switch
        {
            OperationFamily.PrivateDns => 30,
            OperationFamily.Gateway => 15,
            // Recorded: 10 on the answer and the first poll, 20 on the later ones.
            OperationFamily.Network => operation.Polls > 1 ? 20 : 10,
            _ => 10,
        };
        return new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
    }
}
