using System.Text.Json;
using System.Text.Json.Serialization;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Output;
using PrivateLinkPg.Rehearsal.Acts;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Stages;

/// <summary>The commands' own handlers, without an engine: what the cmdlets call.</summary>
internal sealed partial class HandlerStage(SandboxHost sandbox) : IStage, IRunspaceState
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly List<string> _errors = [];

    public string Name => "the commands' handlers, since there is no pwsh on PATH (get PowerShell 7.4 or later to rehearse the module itself)";

    /// <inheritdoc/>
    public SignedInContext? Context { get; set; }

    /// <summary>The sandbox's facts.</summary>
    public ReadyDocument Ready => sandbox.Ready;

    public Task<Outcome> PerformAsync(Act act, CancellationToken cancellation)
    {
        _errors.Clear();
        int before = Writes.Count(sandbox);
        IReadOnlyList<object> objects = act.Handlers(this);
        return Task.FromResult(new Outcome(
            [.. objects.Select(each => JsonSerializer.SerializeToNode(each, each.GetType(), Json)!.AsObject())], [.. _errors], Writes.Count(sandbox) - before));
    }

    /// <summary>Runs one command on each input, as a stage of a pipeline does.</summary>
    public IReadOnlyList<TOut> Run<TIn, TOut>(IReadOnlyList<TIn> inputs, Func<TIn, CommandHost, Task> handler)
    {
        Collector output = new(_errors);
        using CommandHost host = new(output, new ConnectionResolver(null, null, this, new AzPowerShell(new NoPowerShell()), DefaultChain.OfProcess), TimeProvider.System);
        foreach (TIn input in inputs) host.Start(() => handler(input, host), input);
        host.Complete();
        return [.. output.Objects.Cast<TOut>()];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Collector(List<string> errors) : ICommandOutput
    {
        public List<object> Objects { get; } = [];

        public bool WhatIf => false;

        public void WriteObject(object value) => Objects.Add(value);

        public void WriteFailure(CommandFailure failure) => errors.Add($"{failure.Message} {failure.Remedy}");

        public void WriteWarning(string message)
        {
        }

        public void WriteVerbose(string message)
        {
        }

        public void WriteDebug(string message)
        {
        }

        public void WriteProgress(ProgressUpdate update)
        {
        }

        public bool ShouldProcess(string target, string action) => true;
    }

    private sealed class NoPowerShell : IPowerShellSession
    {
        public bool HasCommand(string name) => false;

        public bool HasParameter(string command, string parameter) => false;

        public IReadOnlyList<object> Invoke(string command, IReadOnlyDictionary<string, object?> parameters) =>
            throw new InvalidOperationException("There is no PowerShell here.");

        public object? Property(object target, string name) => null;
    }
}
