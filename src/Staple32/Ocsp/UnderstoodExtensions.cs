using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>Which extensions of a response, or of a signer's certificate, may be critical without the whole being refused.</summary>
internal static class UnderstoodExtensions
{
    /// <summary>
    /// The first critical extension of a response or of a SingleResponse that is not understood, dotted; null if there is none.
    /// Those of RFC 6960 4.4 that appear in responses add to the answer and take nothing back; an unasked nonce is harmless.
    /// </summary>
    public static string? FindUnknownCritical(CertificateExtension[] extensions)
    {
        foreach (CertificateExtension extension in extensions)
        {
            if (extension.Critical && extension.Oid is not (Oids.OcspNonce or Oids.OcspCrlReferences
                    or Oids.OcspArchiveCutoff or Oids.OcspExtendedRevoked))
            {
                return extension.Oid;
            }
        }
        return null;
    }

    /// <summary>
    /// The same for a delegated signer's certificate: what bears on signing responses is checked, and what limits other uses
    /// (names, policies, path length) does not bear on it.
    /// </summary>
    public static string? FindUnknownCritical(Certificate signer)
    {
        foreach (CertificateExtension extension in signer.Extensions)
        {
            if (extension.Critical && extension.Oid is not (Oids.KeyUsage or Oids.ExtendedKeyUsage or Oids.BasicConstraints
                    or Oids.SubjectAltName or Oids.CertificatePolicies or Oids.CrlDistributionPoints or Oids.OcspNoCheck
                    or Oids.SubjectKeyIdentifier or Oids.AuthorityKeyIdentifier or Oids.AuthorityInformationAccess))
            {
                return extension.Oid;
            }
        }
        return null;
    }
}
