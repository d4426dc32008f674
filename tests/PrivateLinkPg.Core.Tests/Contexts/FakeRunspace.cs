using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Contexts;

internal sealed class FakeRunspace : IRunspaceState
{
    public SignedInContext? Context { get; set; }
}
