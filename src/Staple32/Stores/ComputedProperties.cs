using System.Security.Cryptography;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// Properties that a certificate or CRL has without anybody setting them: computed at the first request and kept, as Windows
/// does. A value that was set comes first.
/// </summary>
public static class ComputedProperties
{
    /// <summary>The value of a property, set or computed and then kept; null if there is none (CRYPT_E_NOT_FOUND).</summary>
    public static ReadOnlyMemory<byte>? Get(StoredElement element, uint id)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (element.Properties.Get(id) is { } set)
            return set;
        ReadOnlyMemory<byte>? computed = element.Compute(id);
        if (computed is not null)
            element.Properties.KeepComputed(id, computed);
        return computed;
    }

    /// <summary>As <see cref="Get"/>, but leaves no trace: for a search that looks at every element of a store.</summary>
    public static ReadOnlyMemory<byte>? Peek(StoredElement element, uint id)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element.Properties.Get(id) ?? element.Compute(id);
    }

    /// <summary>True for the properties that are computed from the encoding.</summary>
    public static bool Knows(uint id) => id is PropertyIds.Sha1Hash or PropertyIds.Md5Hash or PropertyIds.Sha256Hash
        or PropertyIds.Sha1Sha256Hash or PropertyIds.KeyIdentifier or PropertyIds.OcspMustStaple || FactsOfCertificates.Knows(id);

    /// <summary>What follows from a certificate.</summary>
    internal static ReadOnlyMemory<byte>? Of(Certificate certificate, uint id) => id switch
    {
        PropertyIds.Sha1Hash => certificate.Sha1Thumbprint,
        PropertyIds.Md5Hash => Digest.Md5(certificate.Encoded.Span),
        PropertyIds.Sha256Hash => certificate.Sha256Thumbprint,
        PropertyIds.Sha1Sha256Hash => Concatenate(certificate.Sha1Thumbprint.Span, certificate.Sha256Thumbprint.Span),
        PropertyIds.KeyIdentifier => KeyIdentifierOf(certificate),
        PropertyIds.OcspMustStaple => MustStapleOf(certificate),
        _ => FactsOfCertificates.Compute(certificate, id),
    };

    /// <summary>What follows from a CRL: its hashes, and by what it was signed.</summary>
    internal static ReadOnlyMemory<byte>? Of(CertificateRevocationList list, uint id) => id switch
    {
        PropertyIds.Sha1Hash => list.Sha1Thumbprint,
        PropertyIds.Md5Hash => Md5Of(list.Encoded.Span),
        PropertyIds.Sha256Hash => list.Sha256Thumbprint,
        PropertyIds.SignatureHash => FactsOfCertificates.SignatureHash(list.SignatureAlgorithm, list.ToBeSigned.Span),
        PropertyIds.SignatureHashAlgorithm => FactsOfCertificates.SignatureHashAlgorithm(list.SignatureAlgorithm),
        // A bare null would become an empty value: ReadOnlyMemory converts from a null array.
        _ => default(ReadOnlyMemory<byte>?),
    };

    /// <summary>MD5, which names certificates in old lists and proves nothing: wanted however weak it is.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no cryptography to compute it.</exception>
    public static byte[] Md5Of(ReadOnlySpan<byte> encoded) => Digest.Md5(encoded);

    private static byte[] Concatenate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => [.. first, .. second];

    // The extension's value, else the SHA-1 of the whole SubjectPublicKeyInfo (not of the key alone, as RFC 5280 4.2.1.2 (1) has it).
    internal static ReadOnlyMemory<byte> KeyIdentifierOf(Certificate certificate)
    {
        try
        {
            if (certificate.SubjectKeyIdentifier is { } identifier)
                return identifier;
        }
        catch (CertificateFormatException)
        {
            // A malformed extension says nothing.
        }

        return Digest.Compute(HashAlgorithmName.SHA1, certificate.PublicKey.Encoded.Span);
    }

    private static ReadOnlyMemory<byte>? MustStapleOf(Certificate certificate)
    {
        try
        {
            if (certificate.IsMustStaple)
                return new byte[] { 1 };
            return null;
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }
}
