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
    /// The headers of an unfinished answer. Many clients know only Retry-After, in whole seconds of which 0 counts as none, and wait
    /// half a minute without it; so it is always there. The quick default says its wait in milliseconds as well, for those who read it.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> WaitHeaders(Operation operation)
    {
        yield return new("Retry-After", Seconds(operation).ToString(CultureInfo.InvariantCulture));
        if (Asked is not null) yield break;
        var milliseconds = (int)Math.Max(20, Duration.TotalMilliseconds / 4);
        yield return new("x-ms-retry-after-ms", milliseconds.ToString(CultureInfo.InvariantCulture));
    }

    private int Seconds(Operation operation) => Duration < LikeAzure ? 1 : operation.Family switch
    {
        OperationFamily.PrivateDns => 30,
        OperationFamily.Gateway => 15,
        // Recorded: 10 on the answer and the first poll, 20 on the later ones.
        OperationFamily.Network => operation.Polls > 1 ? 20 : 10,
        _ => 10,
    };
}
