using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Network.Relays;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>One Azure for the tests of one class, without PostgreSQL.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    internal SandboxHost Sandbox { get; private set; } = null!;

    internal ReadyDocument Ready => Sandbox.Ready;

    public async Task InitializeAsync() => Sandbox = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = TimeSpan.Zero });

    public async Task DisposeAsync() => await Sandbox.DisposeAsync();

    /// <summary>The subnet of one of the ten more client networks, 1 to 10, so that tests of one class do not meet.</summary>
    internal string Subnet(int number) => Ready.Resources.ClientSubnet.Replace("/vnet-client/", $"/vnet-client-{number:00}/", StringComparison.Ordinal);

    /// <summary>One of the ten more client networks.</summary>
    internal string Network(int number) => Subnet(number)[..Subnet(number).IndexOf("/subnets/", StringComparison.Ordinal)];

    /// <summary>
    /// Lets endpoints that are approved turn connections down at once, where a test is not about what is behind them: without servers they
    /// would keep silent.
    /// </summary>
    internal Task TurnDownAsync() => Sandbox.AddFaultsAsync(new() { Endpoints = [new() { Endpoint = "*", Fault = PathFault.Refused }] });

    /// <summary>Runs commands under the sandbox's owner, or another of its principals.</summary>
    internal CommandRunner Runner(string? principal = null, RecordingOutput? output = null) => new(Sandbox, principal, output ?? new());
}
