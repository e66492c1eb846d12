using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Staple32.Certificates;

// The framework's classes over OpenSSL.
public static partial class SignatureVerifier
{
    // One CA's key, or a few, sign everything a server staples; importing one costs a third of a verification.
    private static readonly KeyCache<AsymmetricAlgorithm> s_keys = new(64);
    private static readonly Lazy<string> s_missing = new(FindMissing);

    private static SignatureVerdict VerifyByFramework(
        PublicKeyInfo key, in PublicKeyMaterial material, SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        ImportedKey<AsymmetricAlgorithm> imported;
        try
        {
            imported = s_keys.Take(key.Encoded.Span) ?? new(key.Encoded.ToArray(), Import(material));
        }
        catch (CryptographicException)
        {
            return SignatureVerdict.MalformedKey;
        }

        try
        {
            return Verify(imported.Key, scheme, digest, signature) ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
        }
        catch (CryptographicException)
        {
            // A wrong signature is "false"; what throws is a digest or padding that this machine's policy has switched off.
            return SignatureVerdict.UnsupportedAlgorithm;
        }
        finally
        {
            s_keys.Return(imported);
        }
    }

    private static bool Verify(
        AsymmetricAlgorithm key, SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) => key switch
        {
            RSA rsa => rsa.VerifyHash(
                digest, signature, scheme.Hash,
                scheme.Kind == SignatureKind.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            ECDsa ecdsa => ecdsa.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence),
            _ => false,
        };

    private static AsymmetricAlgorithm Import(in PublicKeyMaterial material) =>
        material.Kind == PublicKeyKind.Rsa ? ImportRsa(material) : ImportPoint(material);

    private static RSA ImportRsa(in PublicKeyMaterial material) => RSA.Create(
        new RSAParameters { Modulus = material.First.ToArray(), Exponent = material.Second.ToArray() });

    private static ECDsa ImportPoint(in PublicKeyMaterial material) => ECDsa.Create(new ECParameters
    {
        Curve = material.Curve switch
        {
            NamedCurve.P256 => ECCurve.NamedCurves.nistP256,
            NamedCurve.P384 => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        },
        Q = new ECPoint { X = material.First.ToArray(), Y = material.Second.ToArray() },
    });

    // The names the framework itself tries. The handle is kept: the framework opens the same library a moment later.
    private static string FindMissing()
    {
        if (!OperatingSystem.IsLinux())
            return "";
        string? chosen = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE");
        foreach (string? version in (ReadOnlySpan<string?>)[chosen, "3", "1.1"])
        {
            if (!string.IsNullOrEmpty(version) && NativeLibrary.TryLoad($"libssl.so.{version}", out _))
                return "";
        }
        return "OpenSSL's libssl.so.3 (or libssl.so.1.1) cannot be loaded";
    }
}
