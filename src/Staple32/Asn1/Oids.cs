namespace Staple32.Asn1;

/// <summary>The object identifiers that the library acts on, dotted.</summary>
internal static class Oids
{
    // Certificate extensions (RFC 5280 4.2, RFC 7633).
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAltName = "2.5.29.17";
    public const string IssuerAltName = "2.5.29.18";
    public const string BasicConstraints = "2.5.29.19";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    public const string SubjectInformationAccess = "1.3.6.1.5.5.7.1.11";
    public const string TlsFeature = "1.3.6.1.5.5.7.1.24";

    // Certificate extensions of Microsoft's (wincrypt.h).
    public const string CrossCertificateDistributionPoints = "1.3.6.1.4.1.311.10.9.1";

    // What X.509 of 1993 had in their places.
    public const string KeyAttributes = "2.5.29.2";
    public const string OldSubjectAltName = "2.5.29.7";
    public const string OldIssuerAltName = "2.5.29.8";

    // CRL and CRL entry extensions (RFC 5280 5.2, 5.3).
    public const string CrlNumber = "2.5.29.20";
    public const string CrlReason = "2.5.29.21";
    public const string HoldInstruction = "2.5.29.23";
    public const string InvalidityDate = "2.5.29.24";
    public const string DeltaCrlIndicator = "2.5.29.27";
    public const string IssuingDistributionPoint = "2.5.29.28";
    public const string CertificateIssuer = "2.5.29.29";
    public const string FreshestCrl = "2.5.29.46";

    // Access methods and key purposes (RFC 5280 4.2.2.1, 4.2.1.12).
    public const string AccessOcsp = "1.3.6.1.5.5.7.48.1";
    public const string AccessCaIssuers = "1.3.6.1.5.5.7.48.2";
    public const string PurposeOcspSigning = "1.3.6.1.5.5.7.3.9";

    // OCSP (RFC 6960 4.2.1, 4.4; RFC 9654).
    public const string OcspBasicResponse = "1.3.6.1.5.5.7.48.1.1";
    public const string OcspNonce = "1.3.6.1.5.5.7.48.1.2";
    public const string OcspCrlReferences = "1.3.6.1.5.5.7.48.1.3";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string OcspArchiveCutoff = "1.3.6.1.5.5.7.48.1.6";
    public const string OcspExtendedRevoked = "1.3.6.1.5.5.7.48.1.9";

    // Messages (RFC 5652 4, 5.1, 8).
    public const string PlainData = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string EncryptedData = "1.2.840.113549.1.7.6";

    // PKCS #12 (RFC 7292 4.2).
    public const string Pkcs12KeyBag = "1.2.840.113549.1.12.10.1.1";
    public const string Pkcs12ShroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
    public const string Pkcs12CertificateBag = "1.2.840.113549.1.12.10.1.3";
    public const string Pkcs12CrlBag = "1.2.840.113549.1.12.10.1.4";
    public const string Pkcs12SafeContentsBag = "1.2.840.113549.1.12.10.1.6";
    public const string X509Certificate = "1.2.840.113549.1.9.22.1";
    public const string X509Crl = "1.2.840.113549.1.9.23.1";

    // Digests (RFC 8017 B.1, RFC 5754).
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";

    // Public keys (RFC 3279 2.3, RFC 4055, RFC 5480).
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string Dsa = "1.2.840.10040.4.1";
    public const string DiffieHellman = "1.2.840.113549.1.3.1";
    public const string DhPublicNumber = "1.2.840.10046.2.1";
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string EcDiffieHellman = "1.3.132.1.12";
    public const string CurveP256 = "1.2.840.10045.3.1.7";
    public const string CurveP384 = "1.3.132.0.34";
    public const string CurveP521 = "1.3.132.0.35";

    // Signatures (RFC 3279 2.2, RFC 4055, RFC 5758; the OIW one is what very old Microsoft CAs wrote).
    public const string Md2WithRsa = "1.2.840.113549.1.1.2";
    public const string Md4WithRsa = "1.2.840.113549.1.1.3";
    public const string Md5WithRsa = "1.2.840.113549.1.1.4";
    public const string Sha1WithRsa = "1.2.840.113549.1.1.5";
    public const string Sha1WithRsaOiw = "1.3.14.3.2.29";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string MaskGeneration1 = "1.2.840.113549.1.1.8";
    public const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    public const string Sha384WithRsa = "1.2.840.113549.1.1.12";
    public const string Sha512WithRsa = "1.2.840.113549.1.1.13";
    public const string DsaWithSha1 = "1.2.840.10040.4.3";
    public const string EcdsaWithSha1 = "1.2.840.10045.4.1";
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    public const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";

    // No signature at all (RFC 5272 C.1).
    public const string NoSignature = "1.3.6.1.5.5.7.6.2";
}
