namespace PrivateLinkPg.Models;

/// <summary>One step of a connection test.</summary>
/// <param name="Name">Name, Address, Tcp, Tls, Certificate, SignIn or Query.</param>
/// <param name="Status">Passed, Failed or Skipped.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Detail">What was found, in one line.</param>
public sealed record PgConnectionStep(string Name, string Status, TimeSpan Duration, string Detail)
{
    /// <summary>Its name and status, for where a test becomes a row (Export-Csv).</summary>
    public override string ToString() => $"{Name} {Status}";
}
