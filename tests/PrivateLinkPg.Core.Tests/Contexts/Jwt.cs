using System.Buffers.Text;
using System.Text.Json;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>Access tokens as Entra shapes them; nobody here checks a signature.</summary>
internal static class Jwt
{
    public static string Unsigned(object claims) => $"{Part(new { alg = "none", typ = "JWT" })}.{Part(claims)}.c2ln";

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
