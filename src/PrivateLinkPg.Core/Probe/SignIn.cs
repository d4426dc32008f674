namespace PrivateLinkPg.Probe;

/// <summary>Who signs in to PostgreSQL, and with what.</summary>
/// <param name="User">The role.</param>
/// <param name="Password">Its password, or an Entra access token in its place.</param>
/// <param name="IsToken">True for a token.</param>
internal sealed record SignIn(string User, string Password, bool IsToken)
{
    /// <summary>The role only: the password must not get into any text.</summary>
    public override string ToString() => User;
}
