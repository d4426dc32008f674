using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Identity;

/// <summary>Why a token was refused.</summary>
internal enum TokenVerdict
{
    Valid,
    Invalid,
    Expired,
    WrongAudience,
}

/// <summary>Makes access tokens and checks them. The key lives as long as the sandbox.</summary>
internal sealed class TokenIssuer(TimeProvider clock, string tenantId, Principals principals)
{
    private const int Remembered = 1000;

    /// <summary>What Azure gives managed identities.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (Principal Principal, string Audience, DateTimeOffset Expires)> known = new();

    public (string Token, DateTimeOffset Expires) Issue(Principal principal, string audience)
    {
        var now = clock.GetUtcNow();
        var expires = now + Lifetime;
        var claims = new JsonObject
        {
            ["aud"] = audience,
            ["iss"] = $"https://sts.windows.net/{tenantId}/",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["appid"] = principal.ClientId,
            ["appidacr"] = "2",
            ["idtyp"] = "app",
            ["oid"] = principal.ObjectId,
            ["sub"] = principal.ObjectId,
            ["tid"] = tenantId,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["ver"] = "1.0",
            ["xms_mirid"] = $"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{principal.Name}",
        };
        var content = $"{Encode("""{"typ":"JWT","alg":"HS256"}""")}.{Encode(claims.ToJsonString())}";
        return ($"{content}.{Base64Url.EncodeToString(Sign(content))}", expires);
    }

    /// <summary>Checks signature and lifetime, and that the token is for one of the audiences.</summary>
    public TokenVerdict Check(string token, Func<string, bool> isAudience, out Principal? principal)
    {
        principal = null;
        if (!known.TryGetValue(token, out var entry))
        {
            if (Read(token) is not { } read) return TokenVerdict.Invalid;
            if (known.Count > Remembered) known.Clear();
            known[token] = entry = read;
        }
        if (entry.Expires <= clock.GetUtcNow()) return TokenVerdict.Expired;
        if (!isAudience(entry.Audience)) return TokenVerdict.WrongAudience;
        principal = entry.Principal;
        return TokenVerdict.Valid;
    }

    private (Principal, string, DateTimeOffset)? Read(string token)
    {
        var end = token.LastIndexOf('.');
        if (end < 0) return null;
        var signature = Sign(token[..end]);
        var given = new byte[signature.Length];
        if (!Base64Url.TryDecodeFromChars(token.AsSpan(end + 1), given, out var length) || length != signature.Length) return null;
        if (!CryptographicOperations.FixedTimeEquals(signature, given)) return null;
        // Signed by us, so the claims are as we wrote them.
        var claims = JsonSerializer.Deserialize<JsonObject>(Base64Url.DecodeFromChars(token.Split('.')[1]))!;
        var principal = principals.Find((string?)claims["appid"])!;
        return (principal, (string)claims["aud"]!, DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!));
    }

    private byte[] Sign(string content) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
