using System.ComponentModel;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace PrivateLinkPg.Testing;

/// <summary>
/// A test that needs the peers its class is derived for. Where one cannot be had it is not run, and the run says so by
/// <see cref="PeerTestCase.NotRun"/>: it counts neither as passed nor as skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("PrivateLinkPg.Testing." + nameof(PeerFactDiscoverer), TestAssembly.Name)]
public class PeerFactAttribute : FactAttribute;

/// <summary>A test that needs this peer, besides those of its class.</summary>
public sealed class PeerFactAttribute<T> : PeerFactAttribute
    where T : IPeer, new();

/// <inheritdoc cref="PeerFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("PrivateLinkPg.Testing." + nameof(PeerTheoryDiscoverer), TestAssembly.Name)]
public class PeerTheoryAttribute : TheoryAttribute;

/// <inheritdoc cref="PeerFactAttribute{T}"/>
public sealed class PeerTheoryAttribute<T> : PeerTheoryAttribute
    where T : IPeer, new();

public sealed class PeerFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new PeerTestCase(DiagnosticMessageSink, discoveryOptions, testMethod);
}

public sealed class PeerTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new PeerTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, dataRow)];

    // Rows that are found only as they run would run without their peer.
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForTheory(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
    [
        new ExecutionErrorTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod,
            "The rows of a theory that needs a peer must be known before it runs."),
    ];
}

/// <summary>Decides when it is to run, not when it is found: what it needs may have to be brought first.</summary>
public sealed class PeerTestCase : XunitTestCase
{
    /// <summary>What the line holds that tells what was not run: <c>Not run: the class, or its method: why</c>.</summary>
    internal const string NotRun = "Not run: ";

    private static readonly HashSet<string> Told = [];

    [Obsolete("For deserialisation alone."), EditorBrowsable(EditorBrowsableState.Never)]
    public PeerTestCase()
    {
    }

    internal PeerTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method, object[]? arguments = null)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, arguments)
    {
    }

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        foreach (var (peer, who) in PeersOf(TestMethod.TestClass.Class.ToRuntimeType(), TestMethod.Method.ToRuntimeMethod()))
        {
            if (BuildServer.IsThis && peer.IsOnBuildServers) continue;
            try
            {
                if (await peer.MissingAsync() is not { } reason) continue;
                Tell(diagnosticMessageSink, $"{NotRun}{who}: {reason}");
                return new RunSummary();
            }
            catch (Exception failure)
            {
                // Thrown from here it would end the whole run; so it fails this test, whatever becomes of its other peers.
                aggregator.Add(failure);
                break;
            }
        }
        return await base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
    }

    /// <summary>What a test needs, and who is not run without it: the class, or the method alone.</summary>
    internal static IEnumerable<(IPeer Peer, string Who)> PeersOf(Type type, MethodInfo method) =>
        Below(type).SelectMany(Among).Select(peer => (peer, type.Name))
            .Concat(Among(method.GetCustomAttribute<FactAttribute>()!.GetType()).Select(peer => (peer, $"{type.Name}.{method.Name}")));

    private static IEnumerable<Type> Below(Type type)
    {
        for (var at = type; at is not null; at = at.BaseType) yield return at;
    }

    private static IEnumerable<IPeer> Among(Type type) =>
        type.GenericTypeArguments.Where(typeof(IPeer).IsAssignableFrom).Select(peer => (IPeer)Activator.CreateInstance(peer)!);

    /// <summary>Once for all tests of a class, or rows of a theory, that have the same reason.</summary>
    private static void Tell(IMessageSink messages, string text)
    {
        lock (Told)
        {
            if (!Told.Add(text)) return;
        }
        messages.OnMessage(new DiagnosticMessage(text));
    }
}
