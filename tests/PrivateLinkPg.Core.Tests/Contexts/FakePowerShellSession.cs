using System.Collections;
using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>A session with the commands that a test gives it. Objects are anonymous types (live) or dictionaries (deserialised).</summary>
internal sealed class FakePowerShellSession : IPowerShellSession
{
    private readonly Dictionary<string, Func<IReadOnlyDictionary<string, object?>, object?>> _commands = [];

    public HashSet<string> Parameters { get; } = [];

    public List<(string Command, IReadOnlyDictionary<string, object?> Parameters, int Thread)> Calls { get; } = [];

    public FakePowerShellSession With(string command, Func<IReadOnlyDictionary<string, object?>, object?> run)
    {
        _commands[command] = run;
        return this;
    }

    public bool HasCommand(string name) => _commands.ContainsKey(name);

    public bool HasParameter(string command, string parameter) => Parameters.Contains(parameter);

    public IReadOnlyList<object> Invoke(string command, IReadOnlyDictionary<string, object?> parameters)
    {
        Calls.Add((command, parameters, Environment.CurrentManagedThreadId));
        return _commands[command](parameters) is { } output ? [output] : [];
    }

    public object? Property(object target, string name) => target is IDictionary map
        ? map[name]
        : target.GetType().GetProperty(name, System.Reflection.BindingFlags.IgnoreCase | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public)?.GetValue(target);
}
