using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// A CRL (RFC 5280 5.1), parsed. Immutable; every <see cref="ReadOnlyMemory{T}"/> is a view on <see cref="Encoded"/>.
/// The entries are read when they are asked for: a CRL of a million entries costs no more to hold than its bytes.
/// </summary>
public sealed partial class CertificateRevocationList
{
    private readonly CertificateExtension[] _extensions;
    private byte[]? _sha1Thumbprint;
    private byte[]? _sha256Thumbprint;

    private CertificateRevocationList(ReadOnlyMemory<byte> encoded)
    {
        Encoded = encoded;
        var outside = new DerReader(encoded);
        DerReader list = outside.ReadSequence();
        outside.ExpectEnd();

        ToBeSigned = list.ReadEncodedSequence();
        AlgorithmIdentifier outerAlgorithm = AlgorithmIdentifier.Read(ref list);
        Signature = list.ReadBitString(out int unusedBits);
        SignatureUnusedBits = unusedBits;
        list.ExpectEnd();

        DerReader inside = new DerReader(ToBeSigned).ReadSequence();
        // Absent means v1; the only other one there is, is v2 (RFC 5280 5.1.2.1).
        Version = inside.NextIs(Asn1Tag.Integer) ? inside.ReadInt32() : 0;
        if (Version is not (0 or 1))
            throw new AsnContentException($"unknown version {Version}");
        SignatureAlgorithm = AlgorithmIdentifier.Read(ref inside);
        // The outer one is not signed: were they to differ, nobody would know which to believe (RFC 5280 5.1.1.2).
        if (SignatureAlgorithm.Oid != outerAlgorithm.Oid
            || !SignatureAlgorithm.Parameters.Span.SequenceEqual(outerAlgorithm.Parameters.Span))
        {
            throw new AsnContentException("signature algorithms inside and outside of the signed part differ");
        }

        Issuer = inside.ReadEncodedSequence();
        ThisUpdate = inside.ReadTime();
        if (inside.NextIs(Asn1Tag.UtcTime) || inside.NextIs(Asn1Tag.GeneralizedTime))
            NextUpdate = inside.ReadTime();
        // RFC 5280 5.1.2.6 wants an empty list left out; many CAs write it all the same.
        if (inside.NextIs(Asn1Tag.Sequence))
            Entries = new CrlEntryList(inside.ReadSequence().Rest);
        _extensions = [];
        Asn1Tag extensionsTag = DerReader.Context(0);
        if (inside.NextIs(extensionsTag))
        {
            DerReader wrapper = inside.ReadSequence(extensionsTag);
            _extensions = CertificateExtension.ReadAll(ref wrapper);
            wrapper.ExpectEnd();
        }

        inside.ExpectEnd();
    }

    /// <summary>The whole CertificateList, DER.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>What <see cref="Signature"/> signs: the TBSCertList with its tag and length.</summary>
    public ReadOnlyMemory<byte> ToBeSigned { get; }

    /// <summary>0 for v1, 1 for v2.</summary>
    public int Version { get; }

    public AlgorithmIdentifier SignatureAlgorithm { get; }

    /// <summary>The encoded Name of who signed it.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    /// <summary>When a newer one will be there at the latest, null if it does not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>The revoked certificates, each of them checked when the enumeration comes to it.</summary>
    public CrlEntryList Entries { get; }

    public IReadOnlyList<CertificateExtension> Extensions => _extensions;

    /// <summary>The contents of the BIT STRING as on the wire.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    public int SignatureUnusedBits { get; }

    /// <summary>SHA-1 over <see cref="Encoded"/>, computed at first use.</summary>
    public ReadOnlyMemory<byte> Sha1Thumbprint => _sha1Thumbprint ??= Digest.Compute(HashAlgorithmName.SHA1, Encoded.Span);

    /// <summary>SHA-256 over <see cref="Encoded"/>, computed at first use.</summary>
    public ReadOnlyMemory<byte> Sha256Thumbprint => _sha256Thumbprint ??= Digest.Compute(HashAlgorithmName.SHA256, Encoded.Span);

    /// <summary>Parses a CRL. Of the entries only the frame around all of them is looked at.</summary>
    /// <param name="encoded">One DER CertificateList and nothing behind it. It must not change afterwards.</param>
    /// <exception cref="CertificateFormatException">It is something else.</exception>
    public static CertificateRevocationList Parse(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return new CertificateRevocationList(encoded);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"not a CRL: {e.Describe()}", e);
        }
    }

    /// <summary>As <see cref="Parse"/>, without an exception for the caller.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out CertificateRevocationList? list)
    {
        try
        {
            list = new CertificateRevocationList(encoded);
            return true;
        }
        catch (AsnContentException)
        {
            list = null;
            return false;
        }
    }

    /// <summary>Whether a key verifies the signature.</summary>
    public bool IsSignedBy(PublicKeyInfo key) => SignatureUnusedBits == 0
        && SignatureVerifier.Verify(key, SignatureAlgorithm, ToBeSigned.Span, Signature.Span) == SignatureVerdict.Valid;

    /// <summary>
    /// Whether this is a CRL that lists the certificate once it is revoked: of the right issuer, and not limited to
    /// others. Signature and time are not looked at.
    /// </summary>
    /// <exception cref="CertificateFormatException">A malformed extension of either is in the way.</exception>
    public bool Covers(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        IssuingDistributionPoint? limits = IssuingDistributionPoint;
        bool isFromIssuer = DistributionPoint.MaySign(certificate, Issuer, limits is { IsIndirect: true });
        return isFromIssuer && (limits is null || limits.Covers(certificate));
    }

    /// <summary>
    /// Looks for the entry of a certificate. Whether the CRL is the right one to ask (issuer, scope, signature, time) is
    /// the caller's question; but where it lists certificates of several issuers, the entry must be of the certificate's.
    /// </summary>
    /// <param name="serialNumber">The certificate's serial number, big-endian contents octets.</param>
    /// <param name="issuer">The certificate's encoded issuer.</param>
    /// <param name="index">The position in <see cref="Entries"/>, -1 if there is none.</param>
    /// <exception cref="CertificateFormatException">An entry before the one that is looked for is malformed.</exception>
    public CrlEntry? Find(ReadOnlySpan<byte> serialNumber, ReadOnlySpan<byte> issuer, out int index)
    {
        bool isIndirect = IssuingDistributionPoint is { IsIndirect: true };
        // In an indirect CRL an entry's issuer holds for those behind it too (RFC 5280 5.3.3).
        ReadOnlyMemory<byte> entryIssuer = Issuer;
        index = 0;
        foreach (CrlEntry entry in Entries)
        {
            if (isIndirect && entry.CertificateIssuer is { } named)
                entryIssuer = named;
            if (entry.SerialNumber.Span.SequenceEqual(serialNumber)
                && (!isIndirect || DistinguishedName.Equal(entryIssuer.Span, issuer)))
            {
                return entry;
            }

            index++;
        }

        index = -1;
        return null;
    }
}
