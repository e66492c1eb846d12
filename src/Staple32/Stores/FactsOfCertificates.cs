using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// The computed properties that describe keys, names and signatures: what lists of distrusted certificates and policies
/// about strong signatures look certificates up by.
/// </summary>
internal static class FactsOfCertificates
{
    /// <summary>True for the properties that <see cref="Compute"/> knows.</summary>
    public static bool Knows(uint id) => id is PropertyIds.SignatureHash or PropertyIds.SubjectPublicKeyMd5Hash
        or PropertyIds.IssuerSerialNumberMd5Hash or PropertyIds.SubjectNameMd5Hash or PropertyIds.SubjectInfoAccess
        or PropertyIds.SignatureHashAlgorithm or PropertyIds.SubjectPublicKeyBitLength
        or PropertyIds.PublicKeyAlgorithmBitLength or PropertyIds.PinSha256Hash;

    /// <summary>The value, or null if the certificate has none or it cannot be told.</summary>
    public static ReadOnlyMemory<byte>? Compute(Certificate certificate, uint id) => id switch
    {
        PropertyIds.SignatureHash => SignatureHash(certificate.SignatureAlgorithm, certificate.ToBeSigned.Span),
        PropertyIds.SubjectPublicKeyMd5Hash => Digest.Md5(certificate.PublicKey.Key.Span),
        PropertyIds.IssuerSerialNumberMd5Hash => Digest.Md5(IssuerAndSerialNumber(certificate)),
        PropertyIds.SubjectNameMd5Hash => Digest.Md5(certificate.Subject.Span),
        PropertyIds.SubjectInfoAccess => certificate.FindExtension(Oids.SubjectInformationAccess)?.Value,
        PropertyIds.SignatureHashAlgorithm => SignatureHashAlgorithm(certificate.SignatureAlgorithm),
        PropertyIds.SubjectPublicKeyBitLength => KeyLength(certificate.PublicKey),
        PropertyIds.PublicKeyAlgorithmBitLength => KeyAlgorithmAndLength(certificate.PublicKey),
        PropertyIds.PinSha256Hash => Digest.Compute(HashAlgorithmName.SHA256, certificate.PublicKey.Encoded.Span),
        _ => default(ReadOnlyMemory<byte>?),
    };

    /// <summary>The digest of what was signed, by the algorithm of the signature; null for one that cannot be told.</summary>
    public static ReadOnlyMemory<byte>? SignatureHash(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> signed) =>
        Optional(SignatureAlgorithmName.Of(algorithm)?.DigestOf(signed));

    /// <summary>RSA/SHA256 and the like, UTF-16 with its terminator; null for an algorithm without such a name.</summary>
    public static ReadOnlyMemory<byte>? SignatureHashAlgorithm(AlgorithmIdentifier algorithm) =>
        Optional(Utf16(SignatureAlgorithmName.Of(algorithm)?.ToString()));

    // The issuer as encoded, then the number as CERT_INFO has it: little endian.
    private static byte[] IssuerAndSerialNumber(Certificate certificate)
    {
        byte[] serialNumber = certificate.SerialNumber.ToArray();
        Array.Reverse(serialNumber);
        return [.. certificate.Issuer.Span, .. serialNumber];
    }

    private static ReadOnlyMemory<byte>? KeyLength(PublicKeyInfo key)
    {
        int bits = PublicKeySize.BitsOf(key);
        if (bits == 0)
            return null;
        byte[] value = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(value, bits);
        return value;
    }

    private static ReadOnlyMemory<byte>? KeyAlgorithmAndLength(PublicKeyInfo key)
    {
        string? algorithm = key.Algorithm.Oid switch
        {
            Oids.RsaEncryption or Oids.RsaPss => "RSA",
            Oids.Dsa => "DSA",
            Oids.DiffieHellman or Oids.DhPublicNumber => "DH",
            Oids.EcPublicKey => "ECDSA",
            Oids.EcDiffieHellman => "ECDH",
            _ => null,
        };
        int bits = PublicKeySize.BitsOf(key);
        return algorithm is null || bits == 0 ? null : Optional(Utf16($"{algorithm}/{bits}"));
    }

    private static byte[]? Utf16(string? text) => text is null ? null : [.. MemoryMarshal.AsBytes(text.AsSpan()), 0, 0];

    // A bare null array would convert to an empty value.
    private static ReadOnlyMemory<byte>? Optional(byte[]? value) => value is null ? default(ReadOnlyMemory<byte>?) : value;
}
