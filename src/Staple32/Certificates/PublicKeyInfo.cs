using System.Security.Cryptography;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>A SubjectPublicKeyInfo (RFC 5280 4.1.2.7). Immutable; views on the certificate's bytes.</summary>
public sealed class PublicKeyInfo
{
    private byte[]? _sha256;

    private PublicKeyInfo(ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key, int unusedBits)
    {
        Encoded = encoded;
        Algorithm = algorithm;
        Key = key;
        UnusedBits = unusedBits;
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    public AlgorithmIdentifier Algorithm { get; }

    /// <summary>The contents of the BIT STRING without the count of unused bits: what OCSP and key identifiers hash.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>The count of unused bits in the last octet of <see cref="Key"/>, 0 to 7.</summary>
    public int UnusedBits { get; }

    /// <summary>SHA-256 of <see cref="Encoded"/>, 32 octets.</summary>
    internal ReadOnlySpan<byte> Sha256 => _sha256 ??= Digest.Compute(HashAlgorithmName.SHA256, Encoded.Span);

    /// <exception cref="System.Formats.Asn1.AsnContentException">Not a SubjectPublicKeyInfo.</exception>
    internal static PublicKeyInfo Read(ref DerReader reader)
    {
        ReadOnlyMemory<byte> encoded = reader.ReadEncodedSequence();
        DerReader inside = new DerReader(encoded).ReadSequence();
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(ref inside);
        ReadOnlyMemory<byte> key = inside.ReadBitString(out int unusedBits);
        inside.ExpectEnd();
        return new PublicKeyInfo(encoded, algorithm, key, unusedBits);
    }
}
