using PrivateLinkPg.Sandbox.Arm;

namespace PrivateLinkPg.Sandbox.Faults;

/// <summary>Remembers what a path answered before its last write, for those paths that a plan will ask of.</summary>
internal sealed class StaleAnswers(FaultSchedule schedule)
{
    private readonly Dictionary<string, Func<ArmAnswer>> before = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>To be called inside the lock, before a write.</summary>
    public void Remember(ArmRequest request, Func<ArmRequest, ArmAnswer>? read)
    {
        var path = request.Http.Request.Path.Value!;
        if (read is null || !schedule.MayBeAskedStale(path)) return;
        try
        {
            var answer = read(request);
            before[path] = () => answer with { Body = answer.Body?.DeepClone() };
        }
        catch (ArmException absent)
        {
            before[path] = () => throw absent;
        }
    }

    /// <summary>The old answer, if this request shall have it.</summary>
    public ArmAnswer? Find(HttpContext http) =>
        FaultGate.Of(http)?.Stale == true && before.TryGetValue(http.Request.Path.Value!, out var answer) ? answer() : null;
}
