using System.Security.Cryptography;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// A signature algorithm as CNG names its two halves: RSA, DSA or ECDSA, and the digest. Broken algorithms have names too;
/// whether a signature counts is <see cref="SignatureVerifier"/>'s business.
/// </summary>
/// <param name="Signing">The algorithm of the key.</param>
/// <param name="Hash">The digest, by its CNG name.</param>
internal readonly record struct SignatureAlgorithmName(string Signing, string Hash)
{
    /// <summary>As the strong-signature properties have it: RSA/SHA256.</summary>
    public override string ToString() => $"{Signing}/{Hash}";

    /// <summary>The name, or null for an algorithm that CNG has no name for.</summary>
    public static SignatureAlgorithmName? Of(AlgorithmIdentifier algorithm) => algorithm.Oid switch
    {
        Oids.Md2WithRsa => new("RSA", "MD2"),
        Oids.Md4WithRsa => new("RSA", "MD4"),
        Oids.Md5WithRsa => new("RSA", "MD5"),
        Oids.DsaWithSha1 => new("DSA", "SHA1"),
        _ => SignatureScheme.TryRead(algorithm, out SignatureScheme scheme) == SignatureVerdict.Valid
            ? new(scheme.Kind == SignatureKind.Ecdsa ? "ECDSA" : "RSA", scheme.Hash.Name!)
            : null,
    };

    /// <summary>The digest of what was signed; null for a digest that nobody computes any more.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no cryptography to compute it.</exception>
    public byte[]? DigestOf(ReadOnlySpan<byte> signed) => Hash switch
    {
        "MD2" or "MD4" => null,
        "MD5" => Digest.Md5(signed),
        _ => Digest.Compute(new HashAlgorithmName(Hash), signed),
    };
}
