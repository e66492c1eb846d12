using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// Checks signatures: RSA PKCS#1 v1.5 and PSS, ECDSA over P-256, P-384 and P-521, with SHA-1, SHA-256, SHA-384 and SHA-512.
/// This file is the policy; the arithmetic is the platform's (the files with a suffix).
/// </summary>
public static partial class SignatureVerifier
{
    /// <summary>
    /// Whether the platform's cryptography can be loaded. Hashing needs it too: where this is false the framework would end
    /// the process at the first use instead of throwing.
    /// </summary>
    /// <param name="why">Empty, or one line that says what is missing.</param>
    public static bool IsAvailable(out string why)
    {
        // bcrypt.dll is a part of every Windows.
        why = OperatingSystem.IsWindows() ? "" : s_missing.Value;
        return why.Length == 0;
    }

    /// <summary>Checks a signature. Never throws, whatever the bytes are; safe on any number of threads.</summary>
    /// <param name="key">The signer's key.</param>
    /// <param name="algorithm">The algorithm as the signed object names it.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The contents of the signature's BIT STRING.</param>
    public static SignatureVerdict Verify(
        PublicKeyInfo key, AlgorithmIdentifier algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        SignatureVerdict verdict = SignatureScheme.TryRead(algorithm, out SignatureScheme scheme);
        if (verdict != SignatureVerdict.Valid)
            return verdict;
        verdict = PublicKeyMaterial.TryRead(key, out PublicKeyMaterial material);
        if (verdict != SignatureVerdict.Valid)
            return verdict;
        if (!Fits(key, material.Kind, scheme))
            return SignatureVerdict.Invalid;
        if (!IsAvailable(out _))
            return SignatureVerdict.UnsupportedAlgorithm;

        Span<byte> digest = stackalloc byte[Digest.MaxLength];
        digest = digest[..Digest.Compute(scheme.Hash, data, digest)];
        // The platform's part: a well-formed key of the right kind, a digest of the right length, any signature.
        return OperatingSystem.IsWindows()
            ? BcryptVerifier.Verify(key, material, scheme, digest, signature)
            : VerifyByFramework(key, material, scheme, digest, signature);
    }

    // A key of another family cannot have made the signature; nor can one that its own parameters keep to PSS with one digest
    // (RFC 4055 3.3).
    private static bool Fits(PublicKeyInfo key, PublicKeyKind kind, SignatureScheme scheme)
    {
        if ((kind == PublicKeyKind.EllipticCurve) != (scheme.Kind == SignatureKind.Ecdsa))
            return false;
        if (key.Algorithm.Oid != Oids.RsaPss)
            return true;
        if (scheme.Kind != SignatureKind.RsaPss)
            return false;
        return key.Algorithm.Parameters.IsEmpty
            || (SignatureScheme.TryReadPss(key.Algorithm.Parameters, out SignatureScheme demanded) == SignatureVerdict.Valid && demanded == scheme);
    }
}
