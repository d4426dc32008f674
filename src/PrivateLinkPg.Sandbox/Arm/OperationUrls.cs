using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>
/// The URLs of operations. Azure signs them: time, certificate, signature and hash, some 3,300 characters, and a poll must
/// repeat them byte for byte. The signature is computed anew for each check, so that thousands of operations cost no memory.
/// </summary>
internal sealed class OperationUrls
{
    private const int CertificateBytes = 1961; // 2,615 characters, as recorded in October 2024
    private const int SignatureBytes = 256;    // 342 characters

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly string certificate = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CertificateBytes));

    public string Status(Operation operation, string baseUrl) => baseUrl + Target(operation, operation.StatusPath);

    public string Result(Operation operation, string baseUrl) => baseUrl + Target(operation, operation.ResultPath);

    /// <summary>Whether a request's target is exactly what was handed out.</summary>
    public bool IsExact(Operation operation, string path, string rawTarget) =>
        rawTarget.Equals(Target(operation, path), StringComparison.Ordinal);

    private string Target(Operation operation, string path)
    {
        var ticks = operation.Started.UtcTicks.ToString(CultureInfo.InvariantCulture);
        var seed = $"{path}?{operation.ApiVersion}&{ticks}";
        var signature = HKDF.Expand(HashAlgorithmName.SHA256, HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(seed)), SignatureBytes, []);
        var hash = SHA256.HashData(signature);
        return $"{path}?api-version={operation.ApiVersion}&t={ticks}&c={certificate}"
            + $"&s={Base64Url.EncodeToString(signature)}&h={Base64Url.EncodeToString(hash)}";
    }
}
