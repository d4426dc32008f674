using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Azure's naming rules (facts 43, 65 and 66 come from Microsoft's "Naming rules and restrictions").</summary>
internal static partial class ResourceNames
{
    public static void DemandNetworkName(string name, int minimum, int maximum)
    {
        if (name.Length >= minimum && name.Length <= maximum && NetworkName().IsMatch(name)) return;
        throw ArmErrors.InvalidResourceName(name,
            $"The name can be {minimum} to {maximum} characters long. It must begin with a word character, "
            + "and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.");
    }

    /// <summary>No two children of a resource are called the same.</summary>
    public static void DemandDistinct(IEnumerable<string> names, ResourceId owner)
    {
        var twice = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        if (twice is null) return;
        throw ArmErrors.InvalidFormat("DuplicateResourceName",
            $"Resource {owner} has two child resources with the same name ({twice.Key}).");
    }

    public static void DemandServerName(string name)
    {
        if (IsServerName(name)) return;
        throw new ArmException(400, "InvalidParameterValue", $"Invalid value given for parameter serverName: '{name}'. "
            + "Specify 3 to 63 lower case letters, digits and hyphens, beginning and ending with a letter or digit.");
    }

    public static bool IsServerName(string name) => name.Length is >= 3 and <= 63 && ServerName().IsMatch(name);

    public static void DemandZoneName(string name)
    {
        var labels = name.Split('.');
        if (labels.Length is >= 2 and <= 34 && labels.All(label => ZoneLabel().IsMatch(label)) && name.Length <= 253) return;
        throw new ArmException(400, "BadRequest",
            $"The domain name '{name}' is not a valid private DNS zone name: "
            + "2 to 34 labels of 1 to 63 letters, digits, hyphens and underscores are needed.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$")]
    private static partial Regex NetworkName();

    [GeneratedRegex("^[a-z0-9]+(-+[a-z0-9]+)*$", RegexOptions.IgnoreCase)]
    private static partial Regex ServerName();

    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$")]
    private static partial Regex ZoneLabel();
}
