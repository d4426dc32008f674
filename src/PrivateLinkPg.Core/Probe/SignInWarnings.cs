namespace PrivateLinkPg.Probe;

/// <summary>What of a password is likely not meant, or cannot be sent as psql sends it.</summary>
internal static class SignInWarnings
{
    /// <summary>The warnings about a credential.</summary>
    /// <param name="signIn">User and password; null where there are none.</param>
    /// <param name="canNormalise">Whether this process has Unicode's data.</param>
    public static IEnumerable<string> Of(SignIn? signIn, bool canNormalise)
    {
        // Key Vault, files and here-strings bring them; servers take them for a part of the password, as they must.
        if (signIn?.Password is [.., '\n' or '\r'])
        {
            yield return $"The password of {signIn.User} ends in a line break, which is sent with it. If it came out of a file, read that "
                + "with (Get-Content -Raw …).TrimEnd(\"`r`n\").";
        }
        if (!canNormalise && signIn?.Password.All(char.IsAscii) == false)
        {
            yield return $"The password of {signIn.User} has characters beyond ASCII, which SCRAM wants in a normal form, and this process "
                + "has no Unicode data to bring them into it: the server may refuse a password that is right. "
                + "Test without DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, with ICU (libicu) installed.";
        }
    }
}
