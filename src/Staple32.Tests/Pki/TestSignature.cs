using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Staple32.Tests.Pki;

/// <summary>
/// Signs with BouncyCastle under any algorithm by its BouncyCastle name: SHA1, SHA256, SHA384, SHA512 or MD5 withRSA, the same
/// withRSAandMGF1 (PSS), withECDSA, and Ed25519.
/// </summary>
public static class TestSignature
{
    private static readonly Dictionary<string, string> s_oids = new()
    {
        ["MD5withRSA"] = "1.2.840.113549.1.1.4",
        ["SHA1withRSA"] = "1.2.840.113549.1.1.5",
        ["SHA256withRSA"] = "1.2.840.113549.1.1.11",
        ["SHA384withRSA"] = "1.2.840.113549.1.1.12",
        ["SHA512withRSA"] = "1.2.840.113549.1.1.13",
        ["SHA224withRSA"] = "1.2.840.113549.1.1.14",
        ["SHA1withECDSA"] = "1.2.840.10045.4.1",
        ["SHA256withECDSA"] = "1.2.840.10045.4.3.2",
        ["SHA384withECDSA"] = "1.2.840.10045.4.3.3",
        ["SHA512withECDSA"] = "1.2.840.10045.4.3.4",
        ["Ed25519"] = "1.3.101.112",
    };

    public static byte[] Sign(string algorithm, AsymmetricKeyParameter key, byte[] data)
    {
        ISigner signer = SignerUtilities.GetSigner(algorithm);
        signer.Init(true, key);
        signer.BlockUpdate(data, 0, data.Length);
        return signer.GenerateSignature();
    }

    /// <summary>The AlgorithmIdentifier of an algorithm; <paramref name="withNull"/> is for the RSA ones.</summary>
    public static Asn1Encodable Identifier(string algorithm, bool withNull = true)
    {
        if (algorithm.EndsWith("withRSAandMGF1", StringComparison.Ordinal))
            return PssIdentifier(algorithm[..^"withRSAandMGF1".Length]);
        var oid = new DerObjectIdentifier(s_oids[algorithm]);
        return algorithm.EndsWith("withRSA", StringComparison.Ordinal) && withNull
            ? new DerSequence(oid, DerNull.Instance)
            : new DerSequence(oid);
    }

    /// <summary>The OID of SHA1, SHA256, SHA384, SHA512 or MD5, with or without a dash.</summary>
    public static string HashOid(string hash) => DigestUtilities.GetObjectIdentifier(
        hash.Contains('-', StringComparison.Ordinal) ? hash : hash.Replace("SHA", "SHA-", StringComparison.Ordinal)).Id;

    private static DerSequence PssIdentifier(string hash)
    {
        var digest = new DerSequence(new DerObjectIdentifier(HashOid(hash)), DerNull.Instance);
        int length = DigestUtilities.CalculateDigest(HashOid(hash), []).Length;
        return new DerSequence(
            new DerObjectIdentifier("1.2.840.113549.1.1.10"),
            new DerSequence(
                new DerTaggedObject(true, 0, digest),
                new DerTaggedObject(true, 1, new DerSequence(new DerObjectIdentifier("1.2.840.113549.1.1.8"), digest)),
                new DerTaggedObject(true, 2, new DerInteger(BigInteger.ValueOf(length)))));
    }
}
