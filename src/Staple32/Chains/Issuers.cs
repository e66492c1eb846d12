using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>Finds the issuer of a certificate where no chain is at hand.</summary>
public static class Issuers
{
    /// <summary>The issuer: the certificate that is said to be, the certificate itself, or one in a store.</summary>
    /// <param name="subject">The certificate.</param>
    /// <param name="named">Who is said to have issued it, or null.</param>
    /// <param name="stores">Where else to look.</param>
    /// <returns>A certificate whose key verifies the signature; null if there is none.</returns>
    public static StoredCertificate? Find(StoredCertificate subject, StoredCertificate? named, IReadOnlyList<CertificateStore> stores)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(stores);
        if (named is not null && HasIssued(named.Certificate, subject.Certificate))
            return named;
        if (HasIssued(subject.Certificate, subject.Certificate))
            return subject;
        // As many as the chain builder would try.
        int left = SearchLimits.Default.Signatures;
        foreach (CertificateStore store in stores)
        {
            foreach (StoredCertificate candidate in store.FindBySubject(subject.Certificate.Issuer.Span))
            {
                if (left-- == 0)
                    return null;
                if (HasIssued(candidate.Certificate, subject.Certificate))
                    return candidate;
            }
        }

        return null;
    }

    /// <summary>The issuer of a chain's end certificate; null if the chain does not go further, or goes on with somebody else.</summary>
    public static StoredCertificate? Above(SimpleChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        bool isSigned = (chain.Elements[0].Status.Errors & TrustErrors.NotSignatureValid) == 0;
        return chain.Elements.Count > 1 && isSigned ? chain.Elements[1].Certificate : null;
    }

    private static bool HasIssued(Certificate issuer, Certificate subject) =>
        subject.SignatureUnusedBits == 0
        && DistinguishedName.Equal(issuer.Subject.Span, subject.Issuer.Span)
        && SignatureVerifier.Verify(issuer.PublicKey, subject.SignatureAlgorithm, subject.ToBeSigned.Span, subject.Signature.Span) == SignatureVerdict.Valid;
}
