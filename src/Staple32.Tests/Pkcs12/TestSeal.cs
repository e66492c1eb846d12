using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Staple32.Tests.Pkcs12;

/// <summary>MacDatas made by BouncyCastle, for <see cref="TestPfx.Seal"/>.</summary>
public static class TestSeal
{
    private static readonly byte[] s_salt = [8, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>With the key derivation of PKCS #12 (RFC 7292 4).</summary>
    /// <param name="hash">As in "SHA-256".</param>
    /// <param name="password">Null is no password: not the same as an empty one.</param>
    /// <param name="iterations">Null leaves the number out, which means 1.</param>
    /// <param name="tamper">Changes the MAC after it was made.</param>
    public static Func<byte[], Asn1Encodable> Own(
        string hash, string? password, int? iterations = TestEncryption.Iterations, Func<byte[], byte[]>? tamper = null) => contents =>
    {
        var generator = new Pkcs12ParametersGenerator(DigestUtilities.GetDigest(hash));
        generator.Init(TestEncryption.WidePassword(password), s_salt, iterations ?? 1);
        int bits = DigestUtilities.GetDigest(hash).GetDigestSize() * 8;
        byte[] key = ((KeyParameter)generator.GenerateDerivedMacParameters(bits)).GetKey();
        byte[] mac = Hmac(hash, key, contents);
        string oid = DigestUtilities.GetObjectIdentifier(hash).Id;
        return Data(TestEncryption.Identifier(oid, DerNull.Instance), tamper?.Invoke(mac) ?? mac, s_salt, iterations);
    };

    /// <summary>PBMAC1 (RFC 9579); the salt and the number of iterations outside of its parameters mean nothing.</summary>
    /// <param name="function">The digest of PBKDF2's pseudo-random function.</param>
    /// <param name="hash">The digest of the MAC.</param>
    /// <param name="password">The password.</param>
    public static Func<byte[], Asn1Encodable> Pbmac1(string function, string hash, string password) => contents =>
    {
        int bytes = DigestUtilities.GetDigest(hash).GetDigestSize();
        byte[] key = TestEncryption.Pbkdf2(function, password, s_salt, TestEncryption.Iterations, bytes);
        Asn1Encodable algorithm = TestEncryption.Identifier("1.2.840.113549.1.5.14", new DerSequence(
            TestEncryption.Pbkdf2Identifier(function, s_salt, TestEncryption.Iterations, bytes),
            TestEncryption.Identifier(TestEncryption.Hmac(hash), DerNull.Instance)));
        return Data(algorithm, Hmac(hash, key, contents), "NOT USED"u8.ToArray(), 1);
    };

    public static Asn1Encodable Data(Asn1Encodable algorithm, byte[] mac, byte[] salt, int? iterations)
    {
        var fields = new List<Asn1Encodable> { new DerSequence(algorithm, new DerOctetString(mac)), new DerOctetString(salt) };
        if (iterations is { } count)
            fields.Add(TestEncryption.Number(count));
        return new DerSequence(fields.ToArray());
    }

    private static byte[] Hmac(string hash, byte[] key, byte[] contents) =>
        MacUtilities.CalculateMac("HMAC-" + hash, new KeyParameter(key), contents);
}
