using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Staple32.Certificates;
using Staple32.Pkcs12;
using Staple32.Stores;
using Staple32.Tests.Stores;
using Xunit;

namespace Staple32.Tests.Pkcs12;

/// <summary>What comes out of PKCS #12 files that are as they should be.</summary>
public class Pkcs12FileTests
{
    private const string Aes256 = "2.16.840.1.101.3.4.1.42";
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);
    private static readonly CertificateRevocationList s_crl = TestCrl.Make("CN=ca");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_as_programs_write_it(bool isIndefinite)
    {
        var file = new TestPfx
        {
            IsIndefinite = isIndefinite,
            Seal = TestSeal.Own("SHA-256", "secret"),
            Parts =
            [
                TestPart.Encrypted(
                    TestEncryption.Pbes2(Aes256, "SHA-256", "secret"),
                    TestBag.Certificate(s_certificates[0].Encoded, "m\u00fc\u20ac"), TestBag.Certificate(s_certificates[1].Encoded)),
                TestPart.Plain(TestBag.Key(shrouded: true)),
            ],
        };
        byte[] encoded = file.Encode();
        Assert.Equal(isIndefinite, encoded[1] == 0x80);
        Pkcs12File parsed = Pkcs12File.Parse(encoded);
        StoreContents contents = parsed.Open("secret");
        Assert.Equal(StoreFormat.Pkcs12, contents.Format);
        Assert.Equal(["host0", "host1"], NamesOf(contents));
        Assert.Equal(1, parsed.KeysLeftOut);
        // UTF-16 with its terminator.
        Assert.Equal([0x6D, 0, 0xFC, 0, 0xAC, 0x20, 0, 0], contents.Certificates[0].Properties.Get(PropertyIds.FriendlyName)!.Value.ToArray());
        Assert.Empty(contents.Certificates[1].Properties.Ids);
    }

    [Fact]
    public void What_bouncycastle_writes_by_itself()
    {
        var key = new AsymmetricKeyEntry(Pki.TestKey.Of(Pki.KeyKind.P256, "pkcs12").Private);
        X509CertificateEntry Entry(Certificate certificate) => new(new X509CertificateParser().ReadCertificate(certificate.Encoded.ToArray()));
        Pkcs12Store store = new Pkcs12StoreBuilder().Build();
        store.SetKeyEntry("with a key", key, [Entry(s_certificates[0])]);
        store.SetCertificateEntry("alone", Entry(s_certificates[1]));
        var written = new MemoryStream();
        store.Save(written, "secret".ToCharArray(), new SecureRandom());
        Pkcs12File file = Pkcs12File.Parse(written.ToArray());
        Assert.Equal(["host0", "host1"], NamesOf(file.Open("secret")).Order());
        Assert.Equal(1, file.KeysLeftOut);
        Assert.Throws<WrongPasswordException>(() => file.Open("Secret"));
    }

    [Fact]
    public void Every_kind_of_bag_in_every_kind_of_part()
    {
        Asn1Encodable[] bags =
        [
            TestBag.Key(shrouded: false),
            TestBag.Crl(s_crl.Encoded, "the list"),
            TestBag.Secret(),
            TestBag.SdsiCertificate(),
            TestBag.Nested(TestBag.Certificate(s_certificates[2].Encoded), TestBag.Key(shrouded: true), TestBag.Nested()),
            TestBag.Of(9, DerNull.Instance),
        ];
        foreach (Asn1Encodable part in new[]
        {
            TestPart.Plain(bags),
            TestPart.Encrypted(TestEncryption.Pkcs12(6, "secret"), bags),
            TestPart.Encrypted(TestEncryption.Pbes2(Aes256, "SHA-512", "secret"), bags),
        })
        {
            Pkcs12File file = Pkcs12File.Parse(new TestPfx { Parts = [part, part], Seal = TestSeal.Pbmac1("SHA-256", "SHA-256", "secret") }.Encode());
            StoreContents contents = file.Open("secret");
            Assert.Equal(["host2", "host2"], NamesOf(contents));
            Assert.Equal(2, contents.Crls.Count);
            Assert.Equal("the list\0", System.Text.Encoding.Unicode.GetString(contents.Crls[0].Properties.Get(PropertyIds.FriendlyName)!.Value.Span));
            Assert.Equal(4, file.KeysLeftOut);
            // Counted anew each time.
            file.Open("secret");
            Assert.Equal(4, file.KeysLeftOut);
        }
    }

    [Fact]
    public void Many_certificates_keep_their_order()
    {
        Certificate[] many = TestCertificate.MakeMany(250);
        var file = new TestPfx
        {
            Seal = TestSeal.Own("SHA-1", "x"),
            Parts = [TestPart.Encrypted(TestEncryption.Pkcs12(3, "x"), [.. many.Select(each => TestBag.Certificate(each.Encoded))])],
        };
        Assert.Equal(many.Select(each => each.Encoded.ToArray()), file.Open("x").Certificates.Select(each => each.Encoded.ToArray()));
    }

    // Programs write no password in either way, and callers give it in either way.
    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "")]
    [InlineData("", null)]
    [InlineData("", "")]
    public void No_password_and_an_empty_one_stand_for_each_other(string? written, string? given)
    {
        Asn1Encodable part = TestPart.Encrypted(TestEncryption.Pkcs12(3, written), TestBag.Certificate(s_certificates[0].Encoded));
        Assert.Single(new TestPfx { Parts = [part], Seal = TestSeal.Own("SHA-256", written) }.Open(given).Certificates);
        Assert.Single(new TestPfx { Parts = [part] }.Open(given).Certificates);
        Assert.Throws<WrongPasswordException>(() => new TestPfx { Parts = [part], Seal = TestSeal.Own("SHA-256", written) }.Open("x"));
    }

    [Fact]
    public void A_mac_that_does_not_match_refuses_even_what_is_not_encrypted()
    {
        Asn1Encodable[] parts = [TestPart.Plain(TestBag.Certificate(s_certificates[0].Encoded))];
        byte[] Damage(byte[] mac) => [(byte)(mac[0] ^ 1), .. mac[1..]];
        Assert.Single(new TestPfx { Parts = parts, Seal = TestSeal.Own("SHA-256", "x") }.Open("x").Certificates);
        Assert.Throws<WrongPasswordException>(() => new TestPfx { Parts = parts, Seal = TestSeal.Own("SHA-256", "x", tamper: Damage) }.Open("x"));
        // Unless that is what is asked for.
        byte[] damaged = new TestPfx { Parts = parts, Seal = TestSeal.Own("SHA-256", "x", tamper: Damage) }.Encode();
        Assert.Single(Pkcs12File.Parse(damaged).OpenPlain().Certificates);
    }

    [Fact]
    public void What_is_not_encrypted_needs_no_password()
    {
        var file = new TestPfx
        {
            Seal = TestSeal.Own("SHA-256", "x"),
            Parts =
            [
                TestPart.Encrypted(TestEncryption.Pkcs12(6, "x"), TestBag.Certificate(s_certificates[0].Encoded)),
                TestPart.Plain(TestBag.Certificate(s_certificates[1].Encoded)),
            ],
        };
        Assert.Equal(["host1"], NamesOf(Pkcs12File.Parse(file.Encode()).OpenPlain()));
        Assert.Equal(["host0", "host1"], NamesOf(file.Open("x")));
        Assert.Equal(["host1"], NamesOf((file with { Parts = [file.Parts[1]], Seal = null }).Open("whatever")));
        Assert.Empty(new TestPfx().Open(null).Certificates);
    }

    // Without a MAC the padding alone tells: every 256th key leaves a valid one, and noise behind it.
    [Fact]
    public void A_wrong_password_is_told_without_a_mac_too()
    {
        byte[] file = new TestPfx
        {
            Parts = [TestPart.Encrypted(TestEncryption.Pkcs12(6, "right", iterations: 1), TestBag.Certificate(s_certificates[0].Encoded))],
        }.Encode();
        for (int i = 0; i < 2000; i++)
            Assert.Throws<WrongPasswordException>(() => Pkcs12File.Parse(file).Open($"wrong {i}"));
        Assert.Single(Pkcs12File.Parse(file).Open("right").Certificates);
    }

    private static IEnumerable<string> NamesOf(StoreContents contents) =>
        contents.Certificates.Select(element => NameOf(element.Certificate));

    private static string NameOf(Certificate certificate) =>
        new X509CertificateParser().ReadCertificate(certificate.Encoded.ToArray()).SubjectDN.ToString()["CN=".Length..];
}
