using System.Text.RegularExpressions;
using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>Tests wait for what happens and not for a time, and none passes since what it is about is not there.</summary>
public sealed partial class HonestyTests
{
    private static readonly Dictionary<string, string> ReasonsToSleep = new()
    {
        ["tests/shared/Patience.cs"] = "Looks again, until it is so.",
        ["tests/PrivateLinkPg.Sandbox.Tests/Arm/ArmClient.cs"] = "Asks an operation again when Azure says so.",
        ["tests/PrivateLinkPg.Core.Tests/Postgres/ServerFuzzTests.cs"] = "Moves the clock on for a client that seems to wait for it; ends with the conversation.",
        ["tests/pester/Downstream.Tests.ps1"] = "Comes back later, on another thread.",
        ["tests/pester/Killed.Tests.ps1"] = "Looks again, until so many writes are there.",
        ["tests/pester/Completion.Tests.ps1"] = "The Tab key does not ask again sooner.",
    };

    private static readonly Dictionary<string, string> ReasonsForAll = new() { ["tests/shared/AssertEach.cs"] = "Says first that there are some." };

    private static IReadOnlyList<string> Tests { get; } =
    [
        .. Repository.Files("tests", ".cs").Concat(Repository.Files("tests", ".ps1")).Concat(Repository.Files("tests", ".psm1"))
            .Where(path => !path.StartsWith("tests/benchmarks/", StringComparison.Ordinal) && !path.EndsWith(nameof(HonestyTests) + ".cs", StringComparison.Ordinal)),
    ];

    [Fact]
    public void No_test_sleeps() =>
        Assert.Equal(ReasonsToSleep.Keys.Order(StringComparer.Ordinal), Tests.Where(path => Sleep().IsMatch(Repository.Text(path))).Order(StringComparer.Ordinal));

    [Fact]
    public void What_holds_of_all_holds_of_some() =>
        Assert.Equal(ReasonsForAll.Keys, Tests.Where(path => Repository.Text(path).Contains("Assert.All(", StringComparison.Ordinal)));

    [Fact]
    public void No_test_is_left_out() =>
        Assert.DoesNotContain(Tests, path => Skip().IsMatch(Repository.Text(path)));

    // Who changes a line wants to know in seconds: quick.runsettings runs these folders alone.
    [Fact]
    public void What_is_quick_starts_no_sandbox_server_or_other_program()
    {
        string[] slow = [.. Folder().Matches(Repository.Text("tests/shared/quick.runsettings")).Select(each => each.Groups[1].Value)];
        string[] quick = [.. Tests.Where(path => path.StartsWith("tests/PrivateLinkPg.Core.Tests/", StringComparison.Ordinal)).Where(path => path.Split('/') is [_, _, var folder, _] && !slow.Contains(folder) && folder != "Support")];
        Assert.True(quick.Length > 40, $"{quick.Length} files");
        Assert.DoesNotContain(quick, path => Started().IsMatch(Repository.Text(path)));
    }

    [GeneratedRegex(@"!~Core\.Tests\.(\w+)\.")]
    private static partial Regex Folder();

    [GeneratedRegex(@"SandboxHost|SandboxFixture|LinkedServer|PostgresServer|ProcessStartInfo|CommandRunner")]
    private static partial Regex Started();

    // Delays that never end, or that a clock of the test's ends, are none.
    [GeneratedRegex(@"Thread\.Sleep|Start-Sleep|Task\.Delay\((?!Timeout\.Infinite|-1)(?![^;]*[cC]lock)")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bSkip\s*=\s*""|-Skip\s*\{|-Skip:\$true")]
    private static partial Regex Skip();
}
