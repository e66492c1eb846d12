using System.Security.Cryptography;
using Staple32.Certificates;

namespace Staple32.ChainPolicies;

/// <summary>
/// Microsoft's own roots, by the SHA-1 of their public keys (RFC 5280 4.2.1.2 (1)): what their certificates, which anybody
/// can find in signed files, say of them.
/// </summary>
internal static class MicrosoftRoots
{
    public const string TestingRoot2010 = "A301047E308833EBB9319CCAEB857667FC65B4D1";

    private static readonly HashSet<string> s_product = new(StringComparer.Ordinal)
    {
        "F244BBF1C303761B7DEFE61CEFAB3068F461D5CD", // Microsoft Root Authority (1997)
        "DC6C94D3DE8780A9F343D940FAA3F717D931DE3F", // Microsoft Root Certificate Authority (2001)
        "D5F656CB8FE8A25C6268D13D94905BD7CE9A18C4", // Microsoft Root Certificate Authority 2010
    };

    private static readonly HashSet<string> s_application = new(StringComparer.Ordinal)
    {
        "722D3A02319043B914054EE1EAA7C731D1238934", // Microsoft Root Certificate Authority 2011
    };

    private static readonly HashSet<string> s_test = new(StringComparer.Ordinal) { TestingRoot2010 };

    public static bool IsProductRoot(Certificate root) => s_product.Contains(KeyIdOf(root));

    public static bool IsApplicationRoot(Certificate root) => s_application.Contains(KeyIdOf(root));

    public static bool IsTestRoot(Certificate root) => s_test.Contains(KeyIdOf(root));

    /// <summary>SHA-1 of the octets of the public key, in upper case hexadecimal.</summary>
    public static string KeyIdOf(Certificate certificate) =>
        Convert.ToHexString(Digest.Compute(HashAlgorithmName.SHA1, certificate.PublicKey.Key.Span));
}
