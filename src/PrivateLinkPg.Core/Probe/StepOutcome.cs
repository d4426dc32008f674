namespace PrivateLinkPg.Probe;

/// <summary>How a step ended.</summary>
internal sealed record StepOutcome
{
    private StepOutcome(string status, string detail, ProbeFault? fault = null) => (Status, Detail, Fault) = (status, detail, fault);

    /// <summary>Passed, Failed or Skipped, as users see it.</summary>
    public string Status { get; }

    /// <summary>What was found, in one line.</summary>
    public string Detail { get; }

    /// <summary>What is wrong; null unless failed.</summary>
    public ProbeFault? Fault { get; }

    /// <summary>It is as it should be.</summary>
    public static StepOutcome Passed(string detail) => new("Passed", detail);

    /// <summary>It is not.</summary>
    public static StepOutcome Failed(ProbeFault fault, string detail) => new("Failed", detail, fault);

    /// <summary>It was not looked at.</summary>
    public static StepOutcome Skipped(string detail) => new("Skipped", detail);
}
