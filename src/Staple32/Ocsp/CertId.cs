using System.Formats.Asn1;
using System.Security.Cryptography;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>The name by which OCSP asks about a certificate (RFC 6960 4.1.1). Immutable.</summary>
public sealed class CertId
{
    private CertId(string hashOid, ReadOnlyMemory<byte> issuerNameHash, ReadOnlyMemory<byte> issuerKeyHash, ReadOnlyMemory<byte> serialNumber)
    {
        HashOid = hashOid;
        IssuerNameHash = issuerNameHash;
        IssuerKeyHash = issuerKeyHash;
        SerialNumber = serialNumber;
    }

    /// <summary>The digest of the two hashes, dotted.</summary>
    public string HashOid { get; }

    /// <summary>Hash of the issuer's Name as it stands in the leaf.</summary>
    public ReadOnlyMemory<byte> IssuerNameHash { get; }

    /// <summary>Hash of the issuer's key: the contents of its BIT STRING without the count of unused bits.</summary>
    public ReadOnlyMemory<byte> IssuerKeyHash { get; }

    /// <summary>Contents octets.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <param name="leaf">The certificate asked about.</param>
    /// <param name="issuer">The certificate of its issuer.</param>
    /// <param name="hash">SHA-1, which every responder knows, or SHA-256, SHA-384, SHA-512.</param>
    /// <exception cref="ArgumentException">Another digest.</exception>
    public static CertId Create(Certificate leaf, Certificate issuer, HashAlgorithmName hash)
    {
        // Thousands of leaves have one issuer.
        bool isUsual = hash == HashAlgorithmName.SHA1;
        bool isSameName = leaf.Issuer.Span.SequenceEqual(issuer.Subject.Span);
        return new CertId(
            Digest.OidOf(hash),
            isUsual && isSameName ? issuer.Sha1OfSubject : Digest.Compute(hash, leaf.Issuer.Span),
            isUsual ? issuer.Sha1OfKey : Digest.Compute(hash, issuer.PublicKey.Key.Span),
            leaf.SerialNumber);
    }

    /// <summary>Reads a CertID. A digest with parameters other than NULL is refused.</summary>
    /// <exception cref="AsnContentException">Not a CertID.</exception>
    internal static CertId Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        AlgorithmIdentifier hash = AlgorithmIdentifier.Read(ref inside);
        if (!hash.HasNoParameters)
            throw new AsnContentException("digest with parameters");
        ReadOnlyMemory<byte> nameHash = inside.ReadOctetString();
        ReadOnlyMemory<byte> keyHash = inside.ReadOctetString();
        ReadOnlyMemory<byte> serialNumber = inside.ReadInteger();
        inside.ExpectEnd();
        return new CertId(hash.Oid, nameHash, keyHash, serialNumber);
    }

    // NULL parameters, as OpenSSL and the responders' examples write them: caches in front of responders compare bytes.
    internal void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(HashOid);
                writer.WriteNull();
            }
            writer.WriteOctetString(IssuerNameHash.Span);
            writer.WriteOctetString(IssuerKeyHash.Span);
            writer.WriteInteger(SerialNumber.Span);
        }
    }
}
