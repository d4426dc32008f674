using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>A test that needs PostgreSQL on this machine (its server and psql). Skipped, saying so, where there is none; on CI it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresNeed.Missing;
}

/// <inheritdoc cref="PostgresFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresNeed.Missing;
}

internal static class PostgresNeed
{
    /// <summary>Why such tests are skipped; null where they run.</summary>
    public static string? Missing =>
        PostgresInstallation.Find() is null && Environment.GetEnvironmentVariable("CI") != "true" ? PostgresInstallation.HowToGet : null;
}
