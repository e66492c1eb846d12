using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Staple32.Pkcs12;
using Xunit;

namespace Staple32.Tests.Pkcs12;

public class Rc2Tests
{
    private static readonly byte[] s_iv = [0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7];

    /// <summary>Those of RFC 2268 section 5 in which all bits of the key are effective.</summary>
    [Theory]
    [InlineData("ffffffffffffffff", "ffffffffffffffff", "278b27e42e2f0d49")]
    [InlineData("3000000000000000", "1000000000000001", "30649edf9be7d2c2")]
    [InlineData("88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6")]
    public void Known_answers(string key, string plain, string encrypted)
    {
        // The IV turns the block into seven octets and the padding of one.
        byte[] padded = [1, 2, 3, 4, 5, 6, 7, 1];
        byte[] iv = [.. Convert.FromHexString(plain).Zip(padded, (a, b) => (byte)(a ^ b))];
        Assert.Equal(padded[..7], new Rc2(Convert.FromHexString(key)).DecryptCbc(Convert.FromHexString(encrypted), iv));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(128)]
    public void What_another_program_encrypts_is_read(int keyBytes)
    {
        byte[] key = [.. Enumerable.Range(3, keyBytes).Select(i => (byte)(i * 7 % 256))];
        for (int length = 0; length < 40; length++)
        {
            byte[] plain = [.. Enumerable.Range(0, length).Select(i => (byte)(i * i % 256))];
            Assert.Equal(plain, new Rc2(key).DecryptCbc(Encrypt(key, plain, "PKCS7PADDING"), s_iv));
        }
    }

    [Theory]
    [InlineData("0000000000000000")]
    [InlineData("0000000000000009")]
    [InlineData("00000000000000FF")]
    [InlineData("0000000000030203")]
    [InlineData("0708080808080808")]
    public void A_wrong_padding_is_noticed(string plain)
    {
        byte[] key = [1, 2, 3, 4, 5];
        byte[] encrypted = Encrypt(key, Convert.FromHexString(plain), "NOPADDING");
        Assert.Throws<CryptographicException>(() => new Rc2(key).DecryptCbc(encrypted, s_iv));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    public void Parts_of_blocks_are_refused(int length) =>
        Assert.Throws<CryptographicException>(() => new Rc2([1, 2, 3, 4, 5]).DecryptCbc(new byte[length], s_iv));

    private static byte[] Encrypt(byte[] key, byte[] plain, string padding)
    {
        IBufferedCipher engine = CipherUtilities.GetCipher("RC2/CBC/" + padding);
        engine.Init(true, new ParametersWithIV(new RC2Parameters(key, key.Length * 8), s_iv));
        return engine.DoFinal(plain);
    }
}
