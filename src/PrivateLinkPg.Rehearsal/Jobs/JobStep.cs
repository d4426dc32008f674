using System.Text.Json.Nodes;

namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>One line of a job, shown and checked.</summary>
/// <param name="Title">What the viewer is about to see.</param>
/// <param name="CommandLine">The PowerShell line that does it.</param>
/// <param name="Expectations">What must be true of its outcome.</param>
internal sealed record JobStep(string Title, string CommandLine, IReadOnlyList<Expectation> Expectations);

/// <summary>What must be true of a step's outcome.</summary>
/// <param name="Says">The expectation in words.</param>
/// <param name="Holds">Whether it holds.</param>
internal sealed record Expectation(string Says, Func<Outcome, bool> Holds);

/// <summary>What a step gave.</summary>
/// <param name="Objects">The objects that came out, as JSON.</param>
/// <param name="Errors">The errors, in the words that a user sees.</param>
/// <param name="Writes">How many changing requests Azure got.</param>
internal sealed record Outcome(IReadOnlyList<JsonObject> Objects, IReadOnlyList<string> Errors, int Writes)
{
    /// <summary>A property of the last object, as text; empty where there is none.</summary>
    public string this[string property] => Objects is [.., { } last] ? last[property]?.ToString() ?? "" : "";

    /// <summary>All that came out, as text.</summary>
    public string AllText => string.Join('\n', Objects.Select(each => each.ToJsonString()));

    /// <summary>The status of a step of a connection test; empty where there is none.</summary>
    public string Step(string name) =>
        Objects is [.., { } test] && test["Steps"] is JsonArray steps
            ? steps.FirstOrDefault(step => step!["Name"]!.ToString() == name)?["Status"]?.ToString() ?? ""
            : "";
}
