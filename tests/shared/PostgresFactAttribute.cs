using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace PrivateLinkPg.Testing;

/// <summary>
/// A test that runs on the PostgreSQL that its class is derived for. Where that cannot be had it is skipped, saying why; on a build
/// server, where everything has to be there (the variable CI is set), it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("PrivateLinkPg.Testing." + nameof(PostgresFactDiscoverer), TestAssembly.Name)]
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <summary>It needs PostgreSQL's client too.</summary>
    public bool Psql { get; set; }
}

/// <inheritdoc cref="PostgresFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("PrivateLinkPg.Testing." + nameof(PostgresTheoryDiscoverer), TestAssembly.Name)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc cref="PostgresFactAttribute.Psql"/>
    public bool Psql { get; set; }
}

public sealed class PostgresFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new PostgresTestCase(DiagnosticMessageSink, discoveryOptions, testMethod);
}

public sealed class PostgresTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new PostgresTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, dataRow)];
}

/// <summary>Decides when it runs, not when it is found: what it needs may have to be brought first.</summary>
public sealed class PostgresTestCase : XunitTestCase
{
    [Obsolete("For deserialisation alone."), EditorBrowsable(EditorBrowsableState.Never)]
    public PostgresTestCase()
    {
    }

    internal PostgresTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method, object[]? arguments = null)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, arguments)
    {
    }

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        if (Environment.GetEnvironmentVariable("CI") is null)
            SkipReason = await MissingServerAsync() ?? MissingPsql();
        // The console shows of a skipped test its name alone.
        if (SkipReason is not null) DisplayName = $"{DisplayName}: {SkipReason}";
        return await base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
    }

    private Task<string?> MissingServerAsync()
    {
        for (var type = TestMethod.TestClass.Class.ToRuntimeType(); type is not null; type = type.BaseType)
        {
            if (type.GenericTypeArguments.Contains(typeof(MachinePostgres))) return PostgresUnderTest<MachinePostgres>.MissingAsync();
            if (type.GenericTypeArguments.Contains(typeof(Postgres18))) return PostgresUnderTest<Postgres18>.MissingAsync();
        }
        return Task.FromResult<string?>(null);
    }

    private string? MissingPsql() =>
        TestMethod.Method.GetCustomAttributes(typeof(FactAttribute)).Any(fact => fact.GetNamedArgument<bool>(nameof(PostgresFactAttribute.Psql)))
        && !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "psql.exe" : "psql")))
            ? "psql is not installed: apt-get install postgresql-client"
            : null;
}
