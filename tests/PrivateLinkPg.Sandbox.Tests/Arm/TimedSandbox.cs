namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>A sandbox of each test's own, without PostgreSQL, whose operations end when the test moves the time by their duration.</summary>
public abstract class TimedSandbox : IAsyncLifetime
{
    private protected static TimeSpan Duration { get; } = TimeSpan.FromSeconds(60);

    private protected ManualTime Time { get; } = new();

    private protected SandboxHost Host { get; private set; } = null!;

    private protected ArmClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = Duration, Clock = Time });
        Client = await ArmClient.SignInAsync(Host.Ready);
        await PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>Makes what all tests of the class begin with.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;
}
