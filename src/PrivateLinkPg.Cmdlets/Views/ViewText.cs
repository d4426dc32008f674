using System.ComponentModel;
using System.Globalization;
using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Cmdlets.Views;

/// <summary>Words of PrivateLinkPg.format.ps1xml. Public because that file calls it; not for scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    private const string Good = "\e[32m";
    private const string Waiting = "\e[33m";
    private const string Bad = "\e[31m";
    private const string Reset = "\e[0m";

    /// <summary>A state: green where all is well, yellow where somebody must act or wait, red where it failed.</summary>
    /// <param name="state">The state's word.</param>
    /// <param name="colour">True where the host draws colours. The engine itself removes them from redirected output.</param>
    public static string State(string? state, bool colour) => Coloured(state ?? "", ColourOf(state), colour);

    /// <summary>✓, ✗ or – for the status of a step.</summary>
    /// <param name="status">Passed, Failed or Skipped.</param>
    /// <param name="colour">True where the host draws colours.</param>
    public static string Mark(string? status, bool colour) => status switch
    {
        "Passed" => Coloured("✓", Good, colour),
        "Failed" => Coloured("✗", Bad, colour),
        _ => "–",
    };

    /// <summary>A time in milliseconds, with one decimal below ten.</summary>
    /// <param name="time">The time.</param>
    public static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString(time.TotalMilliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>The last part of a resource id: the resource's name. An alias stays as it is.</summary>
    /// <param name="id">A resource id, an alias or null.</param>
    public static string NameOf(string? id) => id is null ? "" : ResourceIds.Name(id);

    /// <summary>The start of an address, which may have thousands of characters: the property has all of it.</summary>
    /// <param name="url">An address or null.</param>
    public static string Address(string? url) => url is { Length: > 100 } ? url[..99] + "…" : url ?? "";

    private static string? ColourOf(string? state) => state switch
    {
        "Approved" or "Succeeded" or "Passed" or "Ready" => Good,
        "Pending" or "Updating" or "Deleting" or "Creating" or "InProgress" => Waiting,
        "Rejected" or "Disconnected" or "Failed" => Bad,
        _ => null,
    };

    private static string Coloured(string text, string? code, bool colour) => colour && code is not null ? code + text + Reset : text;
}
