using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>PostgreSQL refuses to run as root; this is the user that runs it instead.</summary>
/// <param name="Name">Its name.</param>
/// <param name="User">Its number.</param>
/// <param name="Group">The number of its group.</param>
internal sealed record ProcessAccount(string Name, uint User, uint Group)
{
    /// <summary>In the order of preference. The first comes with the distribution's package.</summary>
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <summary>Null if this process is not root: then PostgreSQL runs as the same user.</summary>
    internal static ProcessAccount? ForServers()
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        if (OperatingSystem.IsWindows())
        {
            throw new PostgresStartException(
                "PostgreSQL does not run with an administrator's rights: start the sandbox from a prompt that is not elevated.");
        }
        return Find("/etc/passwd") ?? throw new PostgresStartException(
            "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it: start the sandbox as another user.");
    }

    internal static ProcessAccount? Find(string passwordFile) => File.ReadLines(passwordFile)
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && Candidates.Contains(fields[0]))
        .OrderBy(fields => Array.IndexOf(Candidates, fields[0]))
        .Select(fields => uint.TryParse(fields[2], out var user) && uint.TryParse(fields[3], out var group)
            ? new ProcessAccount(fields[0], user, group)
            : null)
        .FirstOrDefault();

    /// <summary>Makes a process start as this user. setpriv (util-linux) replaces itself by the program, so no process is added.</summary>
    internal void Run(ProcessStartInfo process)
    {
        var program = new[] { process.FileName }.Concat(process.ArgumentList).ToList();
        process.FileName = "setpriv";
        process.ArgumentList.Clear();
        foreach (var argument in (string[])[$"--reuid={User}", $"--regid={Group}", "--clear-groups", "--", .. program])
            process.ArgumentList.Add(argument);
    }

    /// <summary>Makes a file or folder this user's.</summary>
    internal void Own(string path)
    {
        if (ChangeOwner(path, User, Group) == 0)
            return;
        var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
        throw new PostgresStartException($"{path} cannot be given to the user '{Name}': {reason}");
    }

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
