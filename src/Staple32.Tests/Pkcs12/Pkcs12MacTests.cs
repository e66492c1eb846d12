using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Staple32.Pkcs12;
using Xunit;

namespace Staple32.Tests.Pkcs12;

public class Pkcs12MacTests
{
    private const string Umlauts = "p\u00e4ssw\u00f6rt \u20ac\U0001F511";
    private static readonly byte[] s_contents = "what is sealed"u8.ToArray();

    [Theory]
    [InlineData("SHA-1")]
    [InlineData("SHA-256")]
    [InlineData("SHA-384")]
    [InlineData("SHA-512")]
    public void The_own_key_derivation(string hash)
    {
        CheckSeal(TestSeal.Own(hash, Umlauts));
        CheckSeal(TestSeal.Own(hash, Umlauts, iterations: null));
    }

    [Theory]
    [InlineData("SHA-1", "SHA-1")]
    [InlineData("SHA-256", "SHA-256")]
    [InlineData("SHA-256", "SHA-512")]
    [InlineData("SHA-512", "SHA-384")]
    public void Pbmac1(string function, string hash) => CheckSeal(TestSeal.Pbmac1(function, hash, Umlauts));

    [Fact]
    public void A_mac_that_is_cut_off_or_longer_matches_nothing()
    {
        foreach (int length in new[] { 0, 1, 31 })
            Assert.False(IsBy(TestSeal.Own("SHA-256", "x", tamper: mac => mac[..length])(s_contents), s_contents, "x"));
        Assert.False(IsBy(TestSeal.Own("SHA-256", "x", tamper: mac => [.. mac, 0])(s_contents), s_contents, "x"));
    }

    [Theory]
    [InlineData("1.2.840.113549.2.5")] // MD5
    [InlineData("2.16.840.1.101.3.4.2.4")] // SHA-224
    [InlineData("1.2.3")]
    public void Other_digests_are_not_supported(string digest)
    {
        Asn1Encodable data = TestSeal.Data(TestEncryption.Identifier(digest, DerNull.Instance), new byte[20], [1], 1);
        Assert.Throws<NotSupportedException>(() => IsBy(data, s_contents, "x"));
    }

    [Fact]
    public void Malformed_ones_are_malformed()
    {
        Asn1Encodable sha1 = TestEncryption.Identifier("1.3.14.3.2.26");
        Asn1Encodable[] malformed =
        [
            new DerSequence(),
            new DerSequence(new DerSequence(sha1, new DerOctetString([1]))),
            new DerSequence(new DerSequence(sha1), new DerOctetString([1])),
            new DerSequence(new DerSequence(sha1, new DerOctetString([1])), new DerOctetString([1]), new DerOctetString([1])),
            TestSeal.Data(TestEncryption.Identifier("1.2.840.113549.1.5.14"), new byte[32], [1], 1),
            TestSeal.Data(TestEncryption.Identifier("1.2.840.113549.1.5.14", new DerSequence()), new byte[32], [1], 1),
        ];
        foreach (Asn1Encodable data in malformed)
            Assert.Throws<AsnContentException>(() => IsBy(data, s_contents, "x"));
    }

    private static void CheckSeal(Func<byte[], Asn1Encodable> seal)
    {
        Asn1Encodable data = seal(s_contents);
        Assert.True(IsBy(data, s_contents, Umlauts));
        Assert.False(IsBy(data, s_contents, "secret"));
        Assert.False(IsBy(data, [.. s_contents, 0], Umlauts));
    }

    private static bool IsBy(Asn1Encodable data, byte[] contents, string password) => Pkcs12Mac.IsBy(
        new AsnReader(data.ToAsn1Object().GetDerEncoded(), AsnEncodingRules.BER).ReadSequence(), contents,
        Assert.Single(Pkcs12Password.MeaningsOf(password)));
}
