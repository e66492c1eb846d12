using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Staple32.Pkcs12;
using Xunit;

namespace Staple32.Tests.Pkcs12;

/// <summary>
/// The key derivation of RFC 7292 appendix B, which has no examples: those that all implementations have in their tests
/// ("smeg" and "queeg"; the ones with SHA-2 by `openssl kdf ... PKCS12KDF`), and BouncyCastle.
/// </summary>
public class Pkcs12PasswordTests
{
    [Theory]
    [InlineData("SHA1", "smeg", 1, "0A58CF64530D823F", 1, "8AAAE6297B6CB04642AB5B077851284EB7128F1A2A7FBCA3")]
    [InlineData("SHA1", "smeg", 2, "0A58CF64530D823F", 1, "79993DFE048D3B76")]
    [InlineData("SHA1", "smeg", 3, "3D83C0E4546AC140", 1, "8D967D88F6CAA9D714800AB3D48051D63F73A312")]
    [InlineData("SHA1", "queeg", 1, "05DEC959ACFF72F7", 1000, "ED2034E36328830FF09DF1E1A07DD357185DAC0D4F9EB3D4")]
    [InlineData("SHA1", "queeg", 3, "263216FCC2FAB31C", 1000, "5EC4C7A80DF652294C3925B6489A7AB857C83476")]
    [InlineData("SHA256", "queeg", 3, "05DEC959ACFF72F7", 1000, "64BD552BB4ECEC8224B888D4FA1DC49C6FF894BFC59B10402D83AD46C0D8DA4B")]
    [InlineData("SHA384", "queeg", 3, "05DEC959ACFF72F7", 1000,
        "31663C7B6C0584BA23EB34BF4850B5953BCC64EDD2279D13A0176AFD9E71AA3593D198A8E2F4B18DB81F68CE7BB321B0")]
    [InlineData("SHA512", "queeg", 3, "05DEC959ACFF72F7", 1000,
        "B2587204C6CBDA975C143740C4D3309850AC282BF83FB0E44F0FB90F2F76AE37ED6F81CFE5B0709A7920BC5DEE028715C7E18DD0DA540D7BAF112A4A7F08878B")]
    public void Known_answers(string hash, string password, byte purpose, string salt, int iterations, string expected)
    {
        byte[] derived = One(password).Derive(new HashAlgorithmName(hash), purpose, Convert.FromHexString(salt), iterations, expected.Length / 2);
        Assert.Equal(expected, Convert.ToHexString(derived));
    }

    // Around the hash's length and its block's, where the rules about copies and rounds turn.
    [Theory]
    [InlineData("SHA-1", 0, "x", 20)]
    [InlineData("SHA-1", 1, "x", 21)]
    [InlineData("SHA-1", 64, "a password that fills more than one block of a hash with its octets", 130)]
    [InlineData("SHA-1", 65, "31 characters and a terminator.", 41)]
    [InlineData("SHA-256", 63, "32 characters before a terminato", 33)]
    [InlineData("SHA-256", 8, "\u00fc\u20ac\U0001F511", 64)]
    [InlineData("SHA-384", 128, "x", 97)]
    [InlineData("SHA-512", 129, "63 characters, of which the terminator makes just one block ...", 200)]
    public void Salts_passwords_and_results_of_any_length(string hash, int saltBytes, string password, int length)
    {
        byte[] salt = [.. Enumerable.Range(250, saltBytes).Select(i => unchecked((byte)i))];
        for (byte purpose = 1; purpose <= 3; purpose++)
        {
            byte[] derived = One(password).Derive(new HashAlgorithmName(hash.Replace("-", "")), purpose, salt, 3, length);
            Assert.Equal(Expected(hash, password, purpose, salt, 3, length), derived);
        }
    }

    [Fact]
    public void No_password_and_an_empty_one_differ_and_stand_for_each_other()
    {
        byte[] salt = [1, 2, 3];
        byte[] none = Expected("SHA-1", null, 3, salt, 2, 20), empty = Expected("SHA-1", "", 3, salt, 2, 20);
        Assert.NotEqual(none, empty);
        byte[][] Meanings(string? password) =>
            [.. Pkcs12Password.MeaningsOf(password).Select(meaning => meaning.Derive(HashAlgorithmName.SHA1, 3, salt, 2, 20))];
        Assert.Equal([none, empty], Meanings(null));
        Assert.Equal([empty, none], Meanings(""));
    }

    // RFC 6070, and the first of RFC 7914 section 11.
    [Theory]
    [InlineData("SHA1", "password", "salt", 4096, "4B007901B765489ABEAD49D926F721D065A429C1")]
    [InlineData("SHA256", "passwd", "salt", 1,
        "55AC046E56E3089FEC1691C22544B605F94185216DDE0465E68B9D57C20DACBC49CA9CCCF179B645991664B39D77EF317C71B845B1E30BD509112041D3A19783")]
    public void Pbkdf2_takes_the_same_password_in_utf8(string hash, string password, string salt, int iterations, string expected)
    {
        byte[] derived = One(password).DerivePbkdf2(new HashAlgorithmName(hash), Encoding.ASCII.GetBytes(salt), iterations, expected.Length / 2);
        Assert.Equal(expected, Convert.ToHexString(derived));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_000_001)]
    [InlineData(int.MaxValue)]
    public void Iterations_that_no_program_writes_are_refused_before_they_are_made(int iterations)
    {
        Assert.Throws<NotSupportedException>(() => One("x").Derive(HashAlgorithmName.SHA1, 1, [1], iterations, 20));
        Assert.Throws<NotSupportedException>(() => One("x").DerivePbkdf2(HashAlgorithmName.SHA1, [1], iterations, 20));
    }

    [Fact]
    public void What_is_reasonable_once_is_not_for_ever()
    {
        Pkcs12Password password = One("x");
        password.DerivePbkdf2(HashAlgorithmName.SHA1, [1], 100_000, 20);
        Assert.Throws<NotSupportedException>(() => password.DerivePbkdf2(HashAlgorithmName.SHA1, [1], 9_900_001, 20));
        Assert.Throws<NotSupportedException>(() => password.Derive(HashAlgorithmName.SHA1, 1, [1], 9_900_001, 20));
    }

    private static Pkcs12Password One(string password) => Assert.Single(Pkcs12Password.MeaningsOf(password));

    private static byte[] Expected(string hash, string? password, int purpose, byte[] salt, int iterations, int length)
    {
        var generator = new Pkcs12ParametersGenerator(DigestUtilities.GetDigest(hash));
        generator.Init(TestEncryption.WidePassword(password), salt, iterations);
        return purpose switch
        {
            1 => ((KeyParameter)generator.GenerateDerivedParameters("AES", length * 8)).GetKey(),
            2 => ((ParametersWithIV)generator.GenerateDerivedParameters("AES", 128, length * 8)).GetIV(),
            _ => ((KeyParameter)generator.GenerateDerivedMacParameters(length * 8)).GetKey(),
        };
    }
}
