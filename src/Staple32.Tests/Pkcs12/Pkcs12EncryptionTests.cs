using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Staple32.Pkcs12;
using Xunit;

namespace Staple32.Tests.Pkcs12;

public class Pkcs12EncryptionTests
{
    private const string TripleDes = "1.2.840.113549.3.7";
    private const string Aes128 = "2.16.840.1.101.3.4.1.2";
    private const string Aes192 = "2.16.840.1.101.3.4.1.22";
    private const string Aes256 = "2.16.840.1.101.3.4.1.42";
    private const string Umlauts = "p\u00e4ssw\u00f6rt \u20ac\U0001F511";

    private static readonly byte[] s_plain = "what is encrypted"u8.ToArray();

    [Theory]
    [InlineData(3, "secret")]
    [InlineData(3, Umlauts)]
    [InlineData(4, "secret")]
    [InlineData(5, "secret")]
    [InlineData(5, Umlauts)]
    [InlineData(6, "secret")]
    public void The_schemes_of_pkcs12(int number, string password)
    {
        TestEncryption other = TestEncryption.Pkcs12(number, password);
        Assert.Equal(s_plain, Decrypt(other, password));
        Assert.True(IsRefused(() => Decrypt(other, "Secret")));
    }

    [Theory]
    [InlineData(Aes128, null)]
    [InlineData(Aes128, "SHA-1")]
    [InlineData(Aes192, "SHA-256")]
    [InlineData(Aes256, "SHA-256")]
    [InlineData(Aes256, "SHA-384")]
    [InlineData(Aes256, "SHA-512")]
    [InlineData(TripleDes, "SHA-1")]
    [InlineData(TripleDes, "SHA-512")]
    public void Pkcs5_schemes(string cipher, string? hash)
    {
        foreach (bool keyLength in new[] { false, true })
        {
            TestEncryption other = TestEncryption.Pbes2(cipher, hash, Umlauts, keyLength);
            Assert.Equal(s_plain, Decrypt(other, Umlauts));
            Assert.True(IsRefused(() => Decrypt(other, "secret")));
        }
    }

    [Fact]
    public void What_is_not_known_is_not_supported()
    {
        Asn1Encodable iv = new DerOctetString(new byte[16]);
        Asn1Encodable function = TestEncryption.Pbkdf2Identifier("SHA-256", [1], 1);
        Asn1Encodable[] unknown =
        [
            TestEncryption.Identifier("1.2.840.113549.1.12.1.1", new DerSequence(new DerOctetString([1]), TestEncryption.Number(1))), // RC4
            TestEncryption.Identifier("1.2.3"),
            Pbes2(function, TestEncryption.Identifier("1.2.840.113549.3.2", iv)), // RC2
            Pbes2(TestEncryption.Identifier("1.3.6.1.4.1.11591.4.11", new DerSequence()), TestEncryption.Identifier(Aes128, iv)), // scrypt
            Pbes2(TestEncryption.Pbkdf2Identifier("SHA-224", [1], 1), TestEncryption.Identifier(Aes128, iv)),
        ];
        foreach (Asn1Encodable algorithm in unknown)
            Assert.Throws<NotSupportedException>(() => Decrypt(algorithm, new byte[16], "x"));
    }

    [Fact]
    public void Malformed_parameters_are_malformed()
    {
        Asn1Encodable function = TestEncryption.Pbkdf2Identifier("SHA-256", [1], 1);
        Asn1Encodable Cipher(int ivBytes) => TestEncryption.Identifier(Aes128, new DerOctetString(new byte[ivBytes]));
        Asn1Encodable[] malformed =
        [
            Pbes2(function, Cipher(15)),
            Pbes2(function, Cipher(0)),
            Pbes2(function, TestEncryption.Identifier(TripleDes, new DerOctetString(new byte[16]))),
            Pbes2(function, TestEncryption.Identifier(Aes128)),
            Pbes2(TestEncryption.Pbkdf2Identifier("SHA-256", [1], 1, keyLength: 32), Cipher(16)),
            Pbes2(TestEncryption.Identifier("1.2.840.113549.1.5.12"), Cipher(16)),
            TestEncryption.Identifier("1.2.840.113549.1.12.1.6", new DerSequence(new DerOctetString([1]))),
            TestEncryption.Identifier("1.2.840.113549.1.12.1.3", new DerSequence(TestEncryption.Number(1), new DerOctetString([1]))),
        ];
        foreach (Asn1Encodable algorithm in malformed)
            Assert.Throws<AsnContentException>(() => Decrypt(algorithm, new byte[16], "x"));
    }

    [Theory]
    [InlineData("1.2.840.113549.1.12.1.3")]
    [InlineData("1.2.840.113549.1.12.1.6")]
    public void Ciphertext_that_is_no_number_of_blocks_is_as_a_wrong_password(string scheme)
    {
        Asn1Encodable algorithm = TestEncryption.Identifier(scheme, new DerSequence(new DerOctetString([1]), TestEncryption.Number(1)));
        foreach (int length in new[] { 0, 1, 7, 9 })
            Assert.Throws<WrongPasswordException>(() => Decrypt(algorithm, new byte[length], "x"));
        Asn1Encodable aes = Pbes2(TestEncryption.Pbkdf2Identifier("SHA-256", [1], 1), TestEncryption.Identifier(Aes128, new DerOctetString(new byte[16])));
        Assert.Throws<WrongPasswordException>(() => Decrypt(aes, new byte[8], "x"));
        Assert.Throws<WrongPasswordException>(() => Decrypt(aes, [], "x"));
    }

    [Theory]
    [InlineData("02010A", 10)]
    [InlineData("0201FF", -1)]
    [InlineData("02047FFFFFFF", int.MaxValue)]
    public void Iterations_are_counted(string encoded, int expected) =>
        Assert.Equal(expected, Pkcs12Encryption.ReadIterations(new AsnReader(Convert.FromHexString(encoded), AsnEncodingRules.BER)));

    [Theory]
    [InlineData("02050080000000")]
    [InlineData("0209010000000000000000")]
    public void Iterations_beyond_counting_are_not_supported(string encoded) =>
        Assert.Throws<NotSupportedException>(() => Pkcs12Encryption.ReadIterations(new AsnReader(Convert.FromHexString(encoded), AsnEncodingRules.BER)));

    private static Asn1Encodable Pbes2(Asn1Encodable function, Asn1Encodable cipher) =>
        TestEncryption.Identifier("1.2.840.113549.1.5.13", new DerSequence(function, cipher));

    private static byte[] Decrypt(TestEncryption other, string password) => Decrypt(other.Algorithm, other.Encrypt(s_plain), password);

    private static byte[] Decrypt(Asn1Encodable algorithm, byte[] encrypted, string password) => Pkcs12Encryption.Decrypt(
        new AsnReader(algorithm.ToAsn1Object().GetDerEncoded(), AsnEncodingRules.BER).ReadSequence(), encrypted,
        Assert.Single(Pkcs12Password.MeaningsOf(password)));

    // One wrong password in 256 leaves a padding that happens to be valid, and something else than there was.
    private static bool IsRefused(Func<byte[]> decrypt)
    {
        try
        {
            return !decrypt().AsSpan().SequenceEqual(s_plain);
        }
        catch (WrongPasswordException)
        {
            return true;
        }
    }
}
