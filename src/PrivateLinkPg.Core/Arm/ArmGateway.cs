using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Arm;

/// <summary>
/// The calls to Azure, one method a call, one file a resource family: wire shape in, our record out.
/// </summary>
internal sealed partial class ArmGateway(AzureConnection connection, TimeProvider clock, Action<ArmTrace> trace)
{
    private readonly ArmPipeline _pipeline = new(connection, trace);

    /// <summary>The time, for waits.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Under whose name the calls are made.</summary>
    public AzureConnection Connection { get; } = connection;
}
