namespace PrivateLinkPg.Pester;

/// <summary>What Invoke-PesterFile.ps1 found.</summary>
/// <param name="Succeeded">False also where a container or a BeforeAll failed.</param>
internal sealed record PesterRun(bool Succeeded, int Passed, int Failed, int Skipped, IReadOnlyList<PesterFailure> Failures);

/// <summary>One test that failed, with its message and where.</summary>
internal sealed record PesterFailure(string Name, string Message);
