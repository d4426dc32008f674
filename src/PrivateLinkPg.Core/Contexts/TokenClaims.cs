namespace PrivateLinkPg.Contexts;

/// <summary>What an access token says of itself. Read to tell the user, never to trust: the resource checks the signature.</summary>
/// <param name="TenantId">Claim tid.</param>
/// <param name="Account">The user's name, else the application id.</param>
/// <param name="Audience">Claim aud: a URL, or the id of an application.</param>
/// <param name="ExpiresOn">Claim exp.</param>
internal sealed record TokenClaims(string? TenantId, string? Account, string? Audience, DateTimeOffset? ExpiresOn)
{
    private static readonly TokenClaims None = new(null, null, null, null);

    /// <summary>Reads the claims; all null where the token is opaque.</summary>
    public static TokenClaims Read(string token)
    {
        if (token.Split('.') is not [_, { } payload, ..]) return None;
        try
        {
            using JsonDocument document = JsonDocument.Parse(Decode(payload));
            JsonElement claims = document.RootElement;
            if (claims.ValueKind != JsonValueKind.Object) return None;
            string? Claim(string name) =>
                claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return new(
                Claim("tid"), Claim("upn") ?? Claim("unique_name") ?? Claim("preferred_username") ?? Claim("appid") ?? Claim("azp"),
                Claim("aud"),
                claims.TryGetProperty("exp", out JsonElement exp) && exp.TryGetInt64(out long seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            return None;
        }
    }

    // base64url, without its padding.
    private static byte[] Decode(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
