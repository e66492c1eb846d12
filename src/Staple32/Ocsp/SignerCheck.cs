using System.Security.Cryptography;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>
/// Who signed a response, and whether that signer may (RFC 6960 4.2.2.2): the issuer itself, or a certificate in the response
/// that the same issuer key signed for this purpose. No other chain is followed, and the signer's own revocation is not asked
/// for, with id-pkix-ocsp-nocheck or without.
/// </summary>
internal static class SignerCheck
{
    /// <summary>More embedded certificates than this are nobody's honest answer, only work.</summary>
    public const int MaxCertificates = 16;

    private static readonly KnownDelegates s_known = new(64);

    /// <param name="Delegate">If accepted and not signed by the issuer itself: who signed.</param>
    /// <param name="EncodedDelegate">Its bytes, a view on the response.</param>
    public readonly record struct Result(
        OcspRefusal Refusal, string Detail, Certificate? Delegate = null, ReadOnlyMemory<byte> EncodedDelegate = default);

    public static Result Check(BasicResponse response, Certificate issuer, DateTimeOffset now)
    {
        if (response.EncodedCertificates.Count > MaxCertificates)
            return Refused(OcspRefusal.TooManyCertificates, $"{response.EncodedCertificates.Count} embedded certificates");
        if (response.SignatureUnusedBits != 0)
            return Refused(OcspRefusal.SignatureInvalid, "the signature is not a whole number of octets");

        Result result = Refused(OcspRefusal.SignerNotFound, "the responderID names neither the issuer nor an embedded certificate");
        if (Names(response, issuer))
        {
            result = CheckSignature(response, issuer);
            if (result.Refusal == OcspRefusal.None)
                return result;
        }

        foreach (ReadOnlyMemory<byte> encoded in response.EncodedCertificates)
        {
            Certificate? known = s_known.Find(encoded.Span, issuer), candidate = known;
            // Superfluous certificates are ignored, but one that no TLS client can parse would spoil the staple.
            if (candidate is null && !Certificate.TryParse(encoded, out candidate))
                return Refused(OcspRefusal.NotDer, "an embedded certificate is malformed");
            if (!Names(response, candidate))
                continue;
            Result attempt = CheckDelegate(response, candidate, issuer, now, isKnown: known is not null) with { EncodedDelegate = encoded };
            if (attempt.Refusal == OcspRefusal.None)
                return attempt;
            // These values are in the order of the checks: the candidate that came furthest explains most.
            if (attempt.Refusal > result.Refusal)
                result = attempt;
        }
        return result;
    }

    // Its right to sign comes first: a key that nobody vouches for is never computed with.
    private static Result CheckDelegate(BasicResponse response, Certificate signer, Certificate issuer, DateTimeOffset now, bool isKnown)
    {
        if (!isKnown && RefusedAsDelegate(signer, issuer) is { } refused)
            return refused;
        if (!isKnown)
            s_known.Add(signer, issuer);

        // No skew: a TLS client will not grant one. notAfter itself is past for OpenSSL.
        if (now < signer.NotBefore || now >= signer.NotAfter)
            return Refused(OcspRefusal.SignerNotTimeValid, $"the signer's certificate is valid from {signer.NotBefore:u} to {signer.NotAfter:u}");
        return CheckSignature(response, signer) with { Delegate = signer };
    }

    // All that does not depend on the time and on the response.
    private static Result? RefusedAsDelegate(Certificate signer, Certificate issuer)
    {
        if (FindWhyNotDelegate(signer, issuer) is { } why)
            return Refused(OcspRefusal.SignerNotAuthorized, why);

        SignatureVerdict verdict = signer.SignatureUnusedBits != 0
            ? SignatureVerdict.Invalid
            : SignatureVerifier.Verify(issuer.PublicKey, signer.SignatureAlgorithm, signer.ToBeSigned.Span, signer.Signature.Span);
        if (verdict is SignatureVerdict.Invalid or SignatureVerdict.MalformedKey)
            return Refused(OcspRefusal.SignerNotAuthorized, "the signer's certificate is not signed with the issuer's key");
        return verdict != SignatureVerdict.Valid
            ? Refused(RefusalOf(verdict), $"the signer's certificate is signed with {signer.SignatureAlgorithm.Oid}")
            : null;
    }

    private static string? FindWhyNotDelegate(Certificate signer, Certificate issuer)
    {
        try
        {
            if (!DistinguishedName.Equal(signer.Issuer.Span, issuer.Subject.Span))
                return "the signer's certificate is from another issuer";
            // anyExtendedKeyUsage is not enough: RFC 6960 wants the purpose itself.
            if (signer.ExtendedKeyUsage?.Contains(Oids.PurposeOcspSigning) != true)
                return "the signer's certificate lacks id-kp-OCSPSigning";
            if (signer.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.DigitalSignature))
                return "the signer's keyUsage lacks digitalSignature";
            return UnderstoodExtensions.FindUnknownCritical(signer) is { } oid
                ? $"the signer's certificate has the critical extension {oid}"
                : null;
        }
        catch (CertificateFormatException e)
        {
            return $"the signer's {e.Message}";
        }
    }

    private static Result CheckSignature(BasicResponse response, Certificate signer)
    {
        SignatureVerdict verdict = SignatureVerifier.Verify(
            signer.PublicKey, response.SignatureAlgorithm, response.ToBeSigned.Span, response.Signature.Span);
        return verdict switch
        {
            SignatureVerdict.Valid => new Result(OcspRefusal.None, ""),
            SignatureVerdict.Invalid => Refused(OcspRefusal.SignatureInvalid, "the signature does not verify"),
            SignatureVerdict.MalformedKey => Refused(OcspRefusal.SignatureInvalid, "the signer's key is malformed"),
            SignatureVerdict.WeakKey => Refused(OcspRefusal.WeakKey, "the signer's key is too weak"),
            _ => Refused(RefusalOf(verdict), $"signature algorithm {response.SignatureAlgorithm.Oid} with key {signer.PublicKey.Algorithm.Oid}"),
        };
    }

    // A responderID by key is the SHA-1 of the key, whatever digest the CertIDs use (RFC 6960 4.2.1).
    private static bool Names(BasicResponse response, Certificate certificate)
    {
        if (response.ResponderName is { } name)
            return DistinguishedName.Equal(name.Span, certificate.Subject.Span);
        Span<byte> keyHash = stackalloc byte[SHA1.HashSizeInBytes];
        Digest.Compute(HashAlgorithmName.SHA1, certificate.PublicKey.Key.Span, keyHash);
        return response.ResponderKeyHash!.Value.Span.SequenceEqual(keyHash);
    }

    private static OcspRefusal RefusalOf(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.WeakAlgorithm => OcspRefusal.WeakAlgorithm,
        SignatureVerdict.WeakKey => OcspRefusal.WeakKey,
        SignatureVerdict.UnsupportedAlgorithm => OcspRefusal.UnsupportedAlgorithm,
        _ => OcspRefusal.SignatureInvalid,
    };

    private static Result Refused(OcspRefusal refusal, string detail) => new(refusal, detail);
}
