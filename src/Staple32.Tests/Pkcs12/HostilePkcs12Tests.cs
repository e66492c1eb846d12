using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Staple32.Certificates;
using Staple32.Pkcs12;
using Staple32.Stores;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Pkcs12;

/// <summary>PKCS #12 files that are wrong or mean harm: documented exceptions, in bounded time.</summary>
public class HostilePkcs12Tests
{
    private const string Aes128 = "2.16.840.1.101.3.4.1.2";

    // Far more than an honest file needs, far less than a hostile one would take without limits.
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(60);

    private static readonly Certificate s_certificate = Tests.Stores.TestCertificate.Make("CN=x");
    private static readonly Asn1Encodable s_bag = TestBag.Certificate(s_certificate.Encoded, "name");

    [Fact]
    public void What_is_no_such_file_is_refused_at_once()
    {
        Asn1Encodable signed = TestPart.Of("1.2.840.113549.1.7.2", new DerSequence());
        byte[][] others =
        [
            [],
            [0x30],
            [0x30, 0x00],
            s_certificate.Encoded.ToArray(),
            new TestPfx { Version = 2 }.Encode(),
            new TestPfx { Version = 4 }.Encode(),
            new TestPfx { ContentType = "1.2.840.113549.1.7.2" }.Encode(),
            new TestPfx { ContentType = "1.2.840.113549.1.7.6" }.Encode(),
            new DerSequence(new DerInteger(BigInteger.ValueOf(3).ShiftLeft(64)), TestPart.Data([0x30, 0x00])).GetDerEncoded(),
            new DerSequence(TestEncryption.Number(3), signed).GetDerEncoded(),
            new DerSequence(TestEncryption.Number(3), TestPart.Data([0x30, 0x00]), new DerSequence(), new DerSequence()).GetDerEncoded(),
            [.. new TestPfx().Encode(), 0],
        ];
        foreach (byte[] other in others)
            Assert.Throws<CertificateFormatException>(() => Pkcs12File.Parse(other));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_malformed()
    {
        byte[] whole = Sealed("secret", TestPart.Plain(s_bag)).Encode();
        Assert.Single(Pkcs12File.Parse(whole).Open("secret").Certificates);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<CertificateFormatException>(() => Pkcs12File.Parse(whole.AsMemory(0, length)));
    }

    [Fact]
    public void Contents_cut_off_anywhere_are_malformed()
    {
        byte[] bags = new DerSequence(s_bag).GetDerEncoded();
        for (int length = 0; length < bags.Length; length++)
            Assert.Throws<CertificateFormatException>(() => Sealed("x", TestPart.Data(bags[..length])).Open("x"));
    }

    [Fact]
    public void Parts_and_bags_that_are_none()
    {
        Asn1Encodable enveloped = TestPart.Of("1.2.840.113549.1.7.3", new DerSequence());
        Assert.Throws<NotSupportedException>(() => Sealed("x", enveloped).Open("x"));
        Assert.Empty(Pkcs12File.Parse(Sealed("x", enveloped).Encode()).OpenPlain().Certificates);
        Asn1Encodable[] malformed =
        [
            new DerSequence(),
            TestPart.Of("1.2.840.113549.1.7.1", new DerSequence()),
            TestPart.Of("1.2.840.113549.1.7.6", new DerSequence()),
            TestPart.Plain(DerNull.Instance),
            TestPart.Plain(new DerSequence(new DerObjectIdentifier("1.2.840.113549.1.12.10.1.3"))),
            TestPart.Plain(TestBag.Of(3, DerNull.Instance)),
            TestPart.Plain(TestBag.Of(6, DerNull.Instance)),
            TestPart.Plain(TestBag.Certificate(new byte[] { 0x30, 0x00 })),
            TestPart.Plain(TestBag.Certificate(ReadOnlyMemory<byte>.Empty)),
            TestPart.Plain(TestBag.Crl(s_certificate.Encoded)),
        ];
        foreach (Asn1Encodable part in malformed)
            Assert.Throws<CertificateFormatException>(() => Sealed("x", part).Open("x"));
    }

    [Fact]
    public void Attributes_that_are_none()
    {
        var value = new DerSequence(new DerObjectIdentifier("1.2.840.113549.1.9.22.1"), new DerTaggedObject(true, 0, new DerOctetString(s_certificate.Encoded.ToArray())));
        StoreContents Open(params Asn1Encodable[] attributes) => Sealed("x", TestPart.Plain(TestBag.Of(3, value, attributes))).Open("x");
        // Without a value, or of another kind: no name.
        Assert.Empty(Open(TestBag.Attribute("1.2.840.113549.1.9.20")).Certificates[0].Properties.Ids);
        Assert.Empty(Open(TestBag.Attribute("1.2.3", new DerSequence())).Certificates[0].Properties.Ids);
        Assert.Equal(2, Open(TestBag.FriendlyName(new DerBmpString(""))).Certificates[0].Properties.Get(PropertyIds.FriendlyName)!.Value.Length);
        Assert.Throws<CertificateFormatException>(() => Open(TestBag.FriendlyName(new DerUtf8String("x"))));
        Assert.Throws<CertificateFormatException>(() => Open(DerNull.Instance));
        Assert.Throws<CertificateFormatException>(() => Open(new DerSequence(new DerObjectIdentifier("1.2.3"))));
    }

    [Fact]
    public void Nesting_is_followed_eight_levels_deep()
    {
        Asn1Encodable Wrapped(int times) => times == 0 ? s_bag : TestBag.Nested(Wrapped(times - 1));
        Assert.Single(Sealed("x", TestPart.Plain(Wrapped(8))).Open("x").Certificates);
        Assert.Empty(Sealed("x", TestPart.Plain(Wrapped(9))).Open("x").Certificates);
        Assert.Empty(Sealed("x", TestPart.Plain(Wrapped(200))).Open("x").Certificates);
    }

    [Fact]
    public void Brackets_without_end_are_refused()
    {
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([0x30, 0x80], 100_000).SelectMany(each => each)];
        Assert.Throws<CertificateFormatException>(() => Pkcs12File.Parse(bytes));
        Assert.Throws<CertificateFormatException>(() => Sealed("x", TestPart.Data(bytes)).Open("x"));
    }

    [Fact]
    public void More_parts_than_are_reasonable_are_refused()
    {
        Asn1Encodable[] Parts(int count) => [.. Enumerable.Repeat(TestPart.Plain(s_bag), count)];
        Assert.Equal(256, Sealed("x", Parts(256)).Open("x").Certificates.Count);
        Assert.Throws<CertificateFormatException>(() => Sealed("x", Parts(257)).Open("x"));
    }

    [Fact]
    public void Iterations_are_limited_for_the_whole_file_and_not_for_each_part()
    {
        // Each of the 256 parts alone may have that many; together they would take minutes.
        Asn1Encodable part = TestPart.Encrypted(TestEncryption.Pbes2(Aes128, "SHA-1", "x", iterations: 500_000));
        Asn1Encodable[] parts = [.. Enumerable.Repeat(part, 256)];
        var watch = Stopwatch.StartNew();
        Assert.Throws<NotSupportedException>(() => new TestPfx { Parts = parts }.Open("x"));
        Assert.True(watch.Elapsed < s_ample, $"took {watch.Elapsed}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(10_000_001)]
    [InlineData(int.MaxValue)]
    public void Absurd_iterations_are_not_supported(int iterations)
    {
        Asn1Encodable mac = TestSeal.Data(TestEncryption.Identifier("1.3.14.3.2.26"), new byte[20], [1], iterations);
        Assert.Throws<NotSupportedException>(() => new TestPfx { Seal = _ => mac }.Open("x"));
        Asn1Encodable rc2 = TestEncryption.Identifier("1.2.840.113549.1.12.1.6", new DerSequence(new DerOctetString([1]), TestEncryption.Number(iterations)));
        Assert.Throws<NotSupportedException>(() => new TestPfx { Parts = [TestPart.Encrypted(rc2, new byte[8])] }.Open("x"));
    }

    [Fact]
    public void Salts_of_megabytes_take_no_time()
    {
        byte[] salt = new byte[4 << 20];
        Asn1Encodable mac = TestSeal.Data(TestEncryption.Identifier("2.16.840.1.101.3.4.2.1"), new byte[32], salt, 2);
        var watch = Stopwatch.StartNew();
        Assert.Throws<WrongPasswordException>(() => new TestPfx { Seal = _ => mac }.Open("x"));
        Assert.Throws<WrongPasswordException>(() => new TestPfx { Seal = _ => mac }.Open(new string('x', 32767)));
        Assert.True(watch.Elapsed < s_ample, $"took {watch.Elapsed}");
    }

    [Fact]
    public void No_damage_makes_reading_fail_otherwise()
    {
        byte[] file = Sealed("x", TestPart.Plain(s_bag, TestBag.Nested(s_bag)), TestPart.Encrypted(TestEncryption.Pkcs12(6, "x", 2), s_bag)).Encode();
        int opened = 0, refused = 0;
        Prop.ForAll(Mutation.Some(), mutations =>
        {
            byte[] damaged = Mutation.Apply(file, mutations);
            foreach (Func<Pkcs12File, StoreContents> open in new Func<Pkcs12File, StoreContents>[] { each => each.Open("x"), each => each.OpenPlain() })
            {
                try
                {
                    open(Pkcs12File.Parse(damaged));
                    opened++;
                }
                catch (Exception e) when (e is CertificateFormatException or WrongPasswordException or NotSupportedException)
                {
                    refused++;
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        // The MAC is passed over by one of the two, so that damage behind it is reached.
        Assert.True(opened > 100 && refused > 1000, $"{opened} opened, {refused} refused");
    }

    private static TestPfx Sealed(string password, params Asn1Encodable[] parts) =>
        new() { Parts = parts, Seal = TestSeal.Own("SHA-1", password, 1) };
}
