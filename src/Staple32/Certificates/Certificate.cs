using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// An X.509 certificate (RFC 5280 4.1). Immutable and safe to share between threads; every ReadOnlyMemory is a view on
/// <see cref="Encoded"/>, which must not change while the certificate is used.
/// </summary>
/// <remarks>
/// The parts that every certificate has are parsed at once, extensions when they are first asked for. A malformed extension
/// therefore does not keep a certificate from being loaded; it throws <see cref="CertificateFormatException"/> each time its
/// property is read.
/// </remarks>
public sealed partial class Certificate
{
    private readonly CertificateExtension[] _extensions;
    private byte[]? _sha1Thumbprint;
    private byte[]? _sha256Thumbprint;
    private byte[]? _sha1OfSubject;
    private byte[]? _sha1OfKey;

    private Certificate(ReadOnlyMemory<byte> encoded, ref string part)
    {
        Encoded = encoded;
        part = "Certificate";
        var outer = new DerReader(encoded);
        DerReader certificate = outer.ReadSequence();
        outer.ExpectEnd();

        part = "tbsCertificate";
        ToBeSigned = certificate.ReadEncodedSequence();
        part = "signatureAlgorithm";
        ReadOnlyMemory<byte> outerAlgorithm = certificate.Rest;
        SignatureAlgorithm = AlgorithmIdentifier.Read(ref certificate);
        outerAlgorithm = outerAlgorithm[..(outerAlgorithm.Length - certificate.Rest.Length)];
        part = "signatureValue";
        Signature = certificate.ReadBitString(out int unusedBits);
        SignatureUnusedBits = unusedBits;
        certificate.ExpectEnd();

        DerReader tbs = new DerReader(ToBeSigned).ReadSequence();
        part = "version";
        Version = ReadVersion(ref tbs);
        part = "serialNumber";
        SerialNumber = tbs.ReadInteger();
        part = "signature";
        // RFC 5280 4.1.1.2: they must be the same. One that differs was never what the issuer signed.
        if (!tbs.ReadEncodedSequence().Span.SequenceEqual(outerAlgorithm.Span))
            throw new AsnContentException("differs from signatureAlgorithm");
        part = "issuer";
        Issuer = tbs.ReadEncodedSequence();
        part = "validity";
        DerReader validity = tbs.ReadSequence();
        NotBefore = validity.ReadTime();
        NotAfter = validity.ReadTime();
        validity.ExpectEnd();
        part = "subject";
        Subject = tbs.ReadEncodedSequence();
        part = "subjectPublicKeyInfo";
        PublicKey = PublicKeyInfo.Read(ref tbs);
        part = "issuerUniqueID";
        IssuerUniqueId = ReadUniqueId(ref tbs, 1);
        part = "subjectUniqueID";
        SubjectUniqueId = ReadUniqueId(ref tbs, 2);
        part = "extensions";
        _extensions = ReadExtensions(ref tbs);
        tbs.ExpectEnd();
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The tbsCertificate with its tag and length: what the issuer signed.</summary>
    public ReadOnlyMemory<byte> ToBeSigned { get; }

    /// <summary>0 for v1, 1 for v2, 2 for v3, as encoded.</summary>
    public int Version { get; }

    /// <summary>Contents octets: big-endian, two's complement, 20 octets at most by RFC 5280 but of any length here.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <summary>The algorithm inside and outside the signed part, which are the same.</summary>
    public AlgorithmIdentifier SignatureAlgorithm { get; }

    /// <summary>The encoded Name.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    /// <summary>The encoded Name.</summary>
    public ReadOnlyMemory<byte> Subject { get; }

    /// <summary>UTC; the first second of validity.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>UTC; the last second of validity.</summary>
    public DateTimeOffset NotAfter { get; }

    public PublicKeyInfo PublicKey { get; }

    /// <summary>The octets of the BIT STRING, null if absent.</summary>
    public ReadOnlyMemory<byte>? IssuerUniqueId { get; }

    /// <summary>The octets of the BIT STRING, null if absent.</summary>
    public ReadOnlyMemory<byte>? SubjectUniqueId { get; }

    /// <summary>All extensions in the order of the certificate; no name occurs twice.</summary>
    public IReadOnlyList<CertificateExtension> Extensions => _extensions;

    /// <summary>The octets of the BIT STRING, as on the wire.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    public int SignatureUnusedBits { get; }

    /// <summary>SHA-1 of <see cref="Encoded"/>, 20 octets.</summary>
    public ReadOnlyMemory<byte> Sha1Thumbprint => _sha1Thumbprint ??= Digest.Compute(HashAlgorithmName.SHA1, Encoded.Span);

    /// <summary>SHA-256 of <see cref="Encoded"/>, 32 octets.</summary>
    public ReadOnlyMemory<byte> Sha256Thumbprint => _sha256Thumbprint ??= Digest.Compute(HashAlgorithmName.SHA256, Encoded.Span);

    /// <summary>SHA-1 of <see cref="Subject"/>: what OCSP calls this certificate when it is an issuer.</summary>
    internal ReadOnlyMemory<byte> Sha1OfSubject => _sha1OfSubject ??= Digest.Compute(HashAlgorithmName.SHA1, Subject.Span);

    /// <summary>SHA-1 of the public key's BIT STRING, without the count of unused bits.</summary>
    internal ReadOnlyMemory<byte> Sha1OfKey => _sha1OfKey ??= Digest.Compute(HashAlgorithmName.SHA1, PublicKey.Key.Span);

    /// <summary>Whether subject and issuer are the same name, and not an empty one. Says nothing about the signature.</summary>
    public bool IsSelfIssued => !DistinguishedName.IsEmpty(Subject.Span) && DistinguishedName.Equal(Subject.Span, Issuer.Span);

    /// <summary>Parses one DER certificate.</summary>
    /// <param name="encoded">The certificate and nothing after it. Not copied.</param>
    /// <exception cref="CertificateFormatException">It is not one; the message names the part at fault.</exception>
    public static Certificate Parse(ReadOnlyMemory<byte> encoded)
    {
        string part = "";
        try
        {
            return new Certificate(encoded, ref part);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"certificate is malformed at {part}: {e.Describe()}", e);
        }
    }

    /// <summary>As <see cref="Parse"/>, with false in place of the exception.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out Certificate? certificate)
    {
        string part = "";
        try
        {
            certificate = new Certificate(encoded, ref part);
            return true;
        }
        catch (AsnContentException)
        {
            certificate = null;
            return false;
        }
    }

    private static int ReadVersion(ref DerReader tbs)
    {
        if (!tbs.NextIs(DerReader.Context(0)))
            return 0;
        DerReader inside = tbs.ReadSequence(DerReader.Context(0));
        int version = inside.ReadInt32();
        inside.ExpectEnd();
        return version is >= 0 and <= 2 ? version : throw new AsnContentException("neither v1, v2 nor v3");
    }

    private static ReadOnlyMemory<byte>? ReadUniqueId(ref DerReader tbs, int number)
    {
        Asn1Tag tag = DerReader.Context(number, constructed: false);
        // A bare null would become an empty block of memory: ReadOnlyMemory converts from a null array.
        return tbs.NextIs(tag) ? tbs.ReadBitString(out _, tag) : default(ReadOnlyMemory<byte>?);
    }

    private static CertificateExtension[] ReadExtensions(ref DerReader tbs)
    {
        if (!tbs.NextIs(DerReader.Context(3)))
            return [];
        DerReader inside = tbs.ReadSequence(DerReader.Context(3));
        CertificateExtension[] extensions = CertificateExtension.ReadAll(ref inside);
        inside.ExpectEnd();
        return extensions;
    }
}
