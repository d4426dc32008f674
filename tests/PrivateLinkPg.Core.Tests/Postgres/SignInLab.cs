using System.Globalization;
using System.Text;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>The roles of <see cref="PsqlFixture{T}"/>: one for each method and password.</summary>
internal static class SignInLab
{
    /// <summary>Passwords that differ only in what clients, files and keyboards do to them.</summary>
    public static readonly string[] Passwords =
    [
        "secret", "secret\n", " secret", "secret\r\n", "sec\u00ADret", "sec\u200Bret", "sec\u200Dret", "sec ret", "sec\u00A0ret", "sec\u3000ret",
        "\uFB01ve", "five", "e\u0301te", "\u00E9te", "se\u2168ret", "seIXret", "pass\U0001F511", "\u00AD", "a'b\"c\\d;e=f", "\u05D0bc\u00AD", "x\u0001\u00ADy",
    ];

    /// <summary>How pg_hba.conf has the roles prove themselves.</summary>
    public static readonly string[] Methods = ["scram-sha-256", "md5", "password"];

    public static PostgresConduct Conduct(string clientAuthority) => PostgresConduct.Sound with
    {
        Settings = [$"ssl_ca_file = '{clientAuthority.Replace('\\', '/')}'"],
        AccessRules = [.. Methods.SelectMany(method => Passwords.Select((_, i) => $"hostssl all \"{Role(method, i)}\" 127.0.0.1/32 {method}")), .. OtherRules],
        Statements =
        [
            .. Methods.SelectMany(method => Passwords.Select((password, i) => Create(method, Role(method, i), password))),
            .. OtherStatements,
        ],
    };

    /// <summary>The role with this method and password.</summary>
    public static string Role(string method, int password) => $"{method} {password}";

    private static readonly string[] OtherRules =
    [
        "hostssl all trusted 127.0.0.1/32 trust",
        "hostssl all limited 127.0.0.1/32 trust",
        "hostssl all nologin 127.0.0.1/32 trust",
        "hostssl all unheard-of 127.0.0.1/32 trust",
        "hostssl all certified 127.0.0.1/32 cert",
        "hostssl all verified 127.0.0.1/32 scram-sha-256 clientcert=verify-ca",
        "hostssl all twofold 127.0.0.1/32 scram-sha-256 clientcert=verify-full",
        "hostssl all identified 127.0.0.1/32 ident",
        "hostssl all radius 127.0.0.1/32 radius radiusservers=\"127.0.0.1\" radiussecrets=\"secret\" radiusports=\"1\"",
        "hostssl all rejected 127.0.0.1/32 reject",
    ];

    private static readonly string[] OtherStatements =
    [
        "CREATE ROLE trusted LOGIN",
        "CREATE ROLE rejected LOGIN",
        "CREATE ROLE limited LOGIN CONNECTION LIMIT 0",
        "CREATE ROLE nologin",
        "CREATE ROLE certified LOGIN",
        "SET password_encryption = 'scram-sha-256'; CREATE ROLE verified LOGIN PASSWORD 'secret'",
        "SET password_encryption = 'scram-sha-256'; CREATE ROLE twofold LOGIN PASSWORD 'secret'",
        "CREATE ROLE identified LOGIN",
        "CREATE ROLE radius LOGIN",
        "CREATE ROLE hurried LOGIN PASSWORD 'secret'; ALTER ROLE hurried SET statement_timeout = 1",
        "CREATE DATABASE \"full\" CONNECTION LIMIT 0",
        "CREATE DATABASE closed ALLOW_CONNECTIONS false",
        "CREATE DATABASE invalid",
        "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'invalid'",
        "CREATE DATABASE private",
        "REVOKE CONNECT ON DATABASE private FROM PUBLIC",
        "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
    ];

    private static string Create(string method, string role, string password) =>
        $"SET password_encryption = '{(method == "scram-sha-256" ? method : "md5")}'; CREATE ROLE \"{role}\" LOGIN PASSWORD {Literal(password)}";

    // As UTF-16, so that a statement stays on one line.
    private static string Literal(string text)
    {
        StringBuilder literal = new("U&'");
        foreach (char sign in text)
        {
            // Half a surrogate pair is written as such.
            literal.Append(CultureInfo.InvariantCulture, $"\\{(int)sign:x4}");
        }
        return literal.Append('\'').ToString();
    }
}
