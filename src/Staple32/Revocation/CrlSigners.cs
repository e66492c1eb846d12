using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>
/// Finds out whether a CRL was signed by somebody who may: the issuer's key, or that of another certificate of the same
/// name whose path leads to the same trust anchor (RFC 5280 6.3.3 (f) and (g)). For one check, with its budget.
/// </summary>
/// <param name="question">What is checked.</param>
/// <param name="isRevoked">Whether a signer, issued by the other certificate, is known to be revoked.</param>
internal sealed class CrlSigners(RevocationQuestion question, Func<StoredCertificate, StoredCertificate, bool> isRevoked)
{
    private readonly Dictionary<string, bool> _judged = new(StringComparer.Ordinal);
    private int _signatures;
    private long _hashedBytes;

    /// <summary>The certificate whose key has signed; null if nobody's who may.</summary>
    public Certificate? Find(CrlFacts crl)
    {
        int tried = 0;
        foreach (StoredCertificate candidate in Candidates(crl))
        {
            if (!MayBeKeyOf(crl, candidate.Certificate))
                continue;
            if (tried++ == RevocationLimits.MaxSigners)
                break;
            if (HasSigned(crl, candidate.Certificate) && IsTrusted(candidate))
                return candidate.Certificate;
        }

        return null;
    }

    /// <summary>Whether this very key has signed: that of a delta must be the base's (RFC 5280 6.3.3 (h)).</summary>
    public bool HasSigned(CrlFacts crl, Certificate signer) =>
        MayBeKeyOf(crl, signer) && MaySignCrls(signer) && crl.VerifyWith(signer.PublicKey, MaySpend) == SignatureVerdict.Valid;

    private IEnumerable<StoredCertificate> Candidates(CrlFacts crl)
    {
        ReadOnlyMemory<byte> name = crl.List.Issuer;
        if (question.Issuer is { } issuer && DistinguishedName.Equal(issuer.Certificate.Subject.Span, name.Span))
            yield return issuer;
        if (question.SignerJudge is null)
            yield break;
        foreach (CertificateStore store in question.Stores)
        {
            foreach (StoredCertificate candidate in store.FindBySubject(name.Span))
            {
                if (!IsIssuer(candidate))
                    yield return candidate;
            }
        }
    }

    private bool IsIssuer(StoredCertificate candidate) =>
        question.Issuer is { } issuer && candidate.Certificate.Encoded.Span.SequenceEqual(issuer.Certificate.Encoded.Span);

    /// <summary>The issuer is on the path already; anybody else has to be judged.</summary>
    private bool IsTrusted(StoredCertificate signer)
    {
        if (IsIssuer(signer))
            return true;
        string key = Convert.ToHexString(signer.Certificate.Sha256Thumbprint.Span);
        if (!_judged.TryGetValue(key, out bool isTrusted))
        {
            isTrusted = question.SignerJudge!(signer) is { } issuer && !isRevoked(signer, issuer);
            _judged.Add(key, isTrusted);
        }

        return isTrusted;
    }

    private static bool MayBeKeyOf(CrlFacts crl, Certificate signer)
    {
        try
        {
            return crl.KeyIdentifier is not { } wanted
                || signer.SubjectKeyIdentifier is not { } own
                || wanted.Span.SequenceEqual(own.Span);
        }
        catch (CertificateFormatException)
        {
            return true;
        }
    }

    private static bool MaySignCrls(Certificate signer)
    {
        try
        {
            return signer.KeyUsage is not { } usage || (usage & KeyUsages.CrlSign) != 0;
        }
        catch (CertificateFormatException)
        {
            return false;
        }
    }

    private bool MaySpend(int bytes)
    {
        if (_signatures >= RevocationLimits.MaxSignatures || _hashedBytes + bytes > RevocationLimits.MaxHashedBytes)
            return false;
        _signatures++;
        _hashedBytes += bytes;
        return true;
    }
}
