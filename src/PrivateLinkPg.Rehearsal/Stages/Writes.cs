using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Stages;

/// <summary>What the sandbox saw: the proof that a second run changes nothing.</summary>
internal static class Writes
{
    /// <summary>How many changing requests came in so far.</summary>
    public static int Count(SandboxHost sandbox) => sandbox.Log.Requests.Count(request => request.Method is "PUT" or "PATCH" or "POST" or "DELETE");
}
