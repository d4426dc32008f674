namespace PrivateLinkPg.Pester;

/// <summary>A theory that is skipped, saying why, on a machine without pwsh or without Pester.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PesterTheoryAttribute : TheoryAttribute
{
    public PesterTheoryAttribute()
    {
        Skip = PowerShell.Missing;
        // The console shows a skipped test by its name alone.
        if (Skip is not null) DisplayName = $"Pester files: {Skip}";
    }
}
