using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Staple32.Tests.Pkcs12;

/// <summary>A password-based encryption by BouncyCastle: its AlgorithmIdentifier, and what it makes of plaintext.</summary>
public sealed record TestEncryption(Asn1Encodable Algorithm, Func<byte[], byte[]> Encrypt)
{
    public const int Iterations = 100;

    private static readonly byte[] s_salt = [1, 2, 3, 4, 5, 6, 7, 8];

    /// <summary>One of PKCS #12's own schemes (RFC 7292 appendix C).</summary>
    /// <param name="number">3 and 4: triple DES with three and two keys; 5 and 6: RC2 with 128 and 40 bits.</param>
    /// <param name="password">Null is no password: not the same as an empty one.</param>
    /// <param name="iterations">How often.</param>
    public static TestEncryption Pkcs12(int number, string? password, int iterations = Iterations)
    {
        (string cipher, int bits) = number switch { 3 => ("DESEDE", 192), 4 => ("DESEDE", 128), 5 => ("RC2", 128), _ => ("RC2", 40) };
        var generator = new Pkcs12ParametersGenerator(DigestUtilities.GetDigest("SHA-1"));
        generator.Init(WidePassword(password), s_salt, iterations);
        // The key as plain bytes, since BouncyCastle's adjust parity, and two keys of DES are three for the cipher.
        var key = (ParametersWithIV)generator.GenerateDerivedParameters("AES", bits, 64);
        byte[] bytes = ((KeyParameter)key.Parameters).GetKey();
        KeyParameter parameter = cipher == "RC2" ? new RC2Parameters(bytes, bits)
            : new DesEdeParameters(bits == 128 ? [.. bytes, .. bytes.AsSpan(0, 8)] : bytes);
        return new TestEncryption(
            Identifier($"1.2.840.113549.1.12.1.{number}", new DerSequence(new DerOctetString(s_salt), Number(iterations))),
            plain => Run($"{cipher}/CBC/PKCS7PADDING", parameter, key.GetIV(), plain));
    }

    /// <summary>PBES2 (RFC 8018 6.2).</summary>
    /// <param name="cipher">The OID: AES in CBC mode with 128, 192 or 256 bits, or triple DES.</param>
    /// <param name="hash">The digest of the pseudo-random function; null leaves it out, which means SHA-1.</param>
    /// <param name="password">The password.</param>
    /// <param name="keyLength">Whether the length of the key is said.</param>
    /// <param name="iterations">How often.</param>
    public static TestEncryption Pbes2(string cipher, string? hash, string password, bool keyLength = false, int iterations = Iterations)
    {
        (string name, int bits) = cipher switch
        {
            "1.2.840.113549.3.7" => ("DESEDE", 192),
            "2.16.840.1.101.3.4.1.2" => ("AES", 128),
            "2.16.840.1.101.3.4.1.22" => ("AES", 192),
            _ => ("AES", 256),
        };
        byte[] key = Pbkdf2(hash ?? "SHA-1", password, s_salt, iterations, bits / 8);
        byte[] iv = [.. Enumerable.Range(40, name == "AES" ? 16 : 8).Select(i => (byte)i)];
        KeyParameter parameter = name == "AES" ? new KeyParameter(key) : new DesEdeParameters(key);
        return new TestEncryption(
            Identifier("1.2.840.113549.1.5.13", new DerSequence(
                Pbkdf2Identifier(hash, s_salt, iterations, keyLength ? bits / 8 : null), Identifier(cipher, new DerOctetString(iv)))),
            plain => Run($"{name}/CBC/PKCS7PADDING", parameter, iv, plain));
    }

    public static byte[] Pbkdf2(string hash, string password, byte[] salt, int iterations, int bytes)
    {
        var generator = new Pkcs5S2ParametersGenerator(DigestUtilities.GetDigest(hash));
        generator.Init(Encoding.UTF8.GetBytes(password), salt, iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(bytes * 8)).GetKey();
    }

    public static Asn1Encodable Pbkdf2Identifier(string? hash, byte[] salt, int iterations, int? keyLength = null)
    {
        var fields = new List<Asn1Encodable> { new DerOctetString(salt), Number(iterations) };
        if (keyLength is { } length)
            fields.Add(Number(length));
        if (hash is not null)
            fields.Add(Identifier(Hmac(hash), DerNull.Instance));
        return Identifier("1.2.840.113549.1.5.12", new DerSequence(fields.ToArray()));
    }

    /// <summary>The OID of HMAC with a digest (RFC 8018 appendix B.1).</summary>
    public static string Hmac(string hash) => "1.2.840.113549.2." + hash switch { "SHA-1" => 7, "SHA-224" => 8, "SHA-256" => 9, "SHA-384" => 10, _ => 11 };

    public static Asn1Encodable Identifier(string oid, params Asn1Encodable[] parameters) =>
        new DerSequence(parameters.Prepend(new DerObjectIdentifier(oid)).ToArray());

    public static Asn1Encodable Number(int value) => new DerInteger(BigInteger.ValueOf(value));

    /// <summary>As PKCS #12 hashes it: nothing for no password, and two octets of zero for an empty one.</summary>
    public static byte[] WidePassword(string? password) =>
        password is null ? [] : PbeParametersGenerator.Pkcs12PasswordToBytes(password.ToCharArray(), true);

    private static byte[] Run(string cipher, KeyParameter key, byte[] iv, byte[] plain)
    {
        IBufferedCipher engine = CipherUtilities.GetCipher(cipher);
        engine.Init(true, new ParametersWithIV(key, iv));
        return engine.DoFinal(plain);
    }
}
