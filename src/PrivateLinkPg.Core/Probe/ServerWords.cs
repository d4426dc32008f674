using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>What a server, or the system about it, says; without the secret that it was told, which it may repeat.</summary>
internal static class ServerWords
{
    /// <summary>The server's refusal: its message, detail and SQLSTATE.</summary>
    public static string Of(PostgresException refusal, SignIn? signIn) =>
        Refusal(refusal.MessageText, refusal.Detail, refusal.SqlState, signIn);

    /// <summary>The same of one that was read by hand.</summary>
    public static string Refusal(string message, string? detail, string sqlState, SignIn? signIn)
    {
        string more = detail is { Length: > 0 } ? $" ({Ended(detail)})" : "";
        return $"The server says: {Masked(Ended(message) + more, signIn)} ({Masked(sqlState, signIn)}).";
    }

    /// <summary>Why there was no answer to be understood.</summary>
    public static string Of(Exception failure, SignIn? signIn) => failure.GetBaseException() is OutOfMemoryException
        // Npgsql makes room for as much as is announced: what is no PostgreSQL may seem to announce gigabytes.
        ? "It announces a message that is longer than there is memory for, as no PostgreSQL does."
        : $"{Masked(Ended(failure.GetBaseException().Message), signIn)}.";

    /// <summary>A fact that the server tells about the session; what was asked for itself is no news, and stays.</summary>
    public static string Fact(string told, string? asked, SignIn signIn) => told == asked ? told : signIn.Mask(told);

    private static string Masked(string text, SignIn? signIn) => signIn?.Mask(text) ?? text;

    private static string Ended(string text) => text.TrimEnd('.', ' ', '\r', '\n');
}
