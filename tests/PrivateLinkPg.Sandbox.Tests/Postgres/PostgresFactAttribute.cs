using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>A test that needs PostgreSQL: skipped at a desk without it, failing on a build server (the variable CI is set).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresNeeded.Reason;
}

/// <inheritdoc cref="PostgresFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresNeeded.Reason;
}

internal static class PostgresNeeded
{
    internal static string? Reason =>
        Environment.GetEnvironmentVariable("CI") is null && PostgresInstallation.Find() is null ? PostgresInstallation.HowToGet : null;
}
