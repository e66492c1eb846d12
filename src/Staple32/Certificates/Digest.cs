using System.Security.Cryptography;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>The four digests that OCSP and signatures use here: SHA-1, SHA-256, SHA-384 and SHA-512.</summary>
internal static class Digest
{
    /// <summary>The longest digest, in octets.</summary>
    public const int MaxLength = SHA512.HashSizeInBytes;

    public static bool TryFromOid(string oid, out HashAlgorithmName hash)
    {
        hash = oid switch
        {
            Oids.Sha1 => HashAlgorithmName.SHA1,
            Oids.Sha256 => HashAlgorithmName.SHA256,
            Oids.Sha384 => HashAlgorithmName.SHA384,
            Oids.Sha512 => HashAlgorithmName.SHA512,
            _ => default,
        };
        return hash.Name is not null;
    }

    /// <exception cref="ArgumentException">Not one of the four.</exception>
    public static string OidOf(HashAlgorithmName hash) => hash.Name switch
    {
        nameof(HashAlgorithmName.SHA1) => Oids.Sha1,
        nameof(HashAlgorithmName.SHA256) => Oids.Sha256,
        nameof(HashAlgorithmName.SHA384) => Oids.Sha384,
        nameof(HashAlgorithmName.SHA512) => Oids.Sha512,
        _ => throw NotOneOfTheFour(hash),
    };

    /// <summary>Octets.</summary>
    /// <exception cref="ArgumentException">Not one of the four.</exception>
    public static int LengthOf(HashAlgorithmName hash) => hash.Name switch
    {
        nameof(HashAlgorithmName.SHA1) => SHA1.HashSizeInBytes,
        nameof(HashAlgorithmName.SHA256) => SHA256.HashSizeInBytes,
        nameof(HashAlgorithmName.SHA384) => SHA384.HashSizeInBytes,
        nameof(HashAlgorithmName.SHA512) => SHA512.HashSizeInBytes,
        _ => throw NotOneOfTheFour(hash),
    };

    /// <param name="hash">Which of the four.</param>
    /// <param name="data">What is hashed.</param>
    /// <param name="destination">At least <see cref="LengthOf"/> octets.</param>
    /// <returns>The octets written.</returns>
    /// <exception cref="ArgumentException">Not one of the four.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no cryptography to compute it.</exception>
    public static int Compute(HashAlgorithmName hash, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (!SignatureVerifier.IsAvailable(out string why))
            throw new PlatformNotSupportedException(why);
        return hash.Name switch
        {
            nameof(HashAlgorithmName.SHA1) => SHA1.HashData(data, destination),
            nameof(HashAlgorithmName.SHA256) => SHA256.HashData(data, destination),
            nameof(HashAlgorithmName.SHA384) => SHA384.HashData(data, destination),
            nameof(HashAlgorithmName.SHA512) => SHA512.HashData(data, destination),
            _ => throw NotOneOfTheFour(hash),
        };
    }

    /// <summary>As the other overload, into an array of its own.</summary>
    public static byte[] Compute(HashAlgorithmName hash, ReadOnlySpan<byte> data)
    {
        var digest = new byte[LengthOf(hash)];
        Compute(hash, data, digest);
        return digest;
    }

    /// <summary>MD5, which names certificates and keys in old lists and proves nothing: wanted however weak it is.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no cryptography to compute it.</exception>
    public static byte[] Md5(ReadOnlySpan<byte> data)
    {
        if (!SignatureVerifier.IsAvailable(out string why))
            throw new PlatformNotSupportedException(why);
        return MD5.HashData(data);
    }

    private static ArgumentException NotOneOfTheFour(HashAlgorithmName hash) => new($"{hash.Name} is not a digest that is used here");
}
