using System.Security.Cryptography;
using Staple32.Certificates;
using Staple32.Tests.Pki;
using Xunit;
using KeyUsage = Org.BouncyCastle.Asn1.X509.KeyUsage;

namespace Staple32.Tests.Certificates;

public class CertificateTests
{
    private static readonly TestCertificate s_root =
        TestCertificate.SelfSigned(new CertificateSpec { Subject = "C=US,CN=Root", IsAuthority = true, PathLength = 2 });

    [Fact]
    public void Fields_are_read_as_they_were_written()
    {
        DateTimeOffset from = new(2024, 2, 29, 1, 2, 3, TimeSpan.Zero), until = new(2051, 12, 31, 23, 59, 59, TimeSpan.Zero);
        TestCertificate made = s_root.Issue(new CertificateSpec { Subject = "CN=leaf", Serial = [0x00, 0x80, 0x01], NotBefore = from, NotAfter = until });

        Certificate certificate = Certificate.Parse(made.Encoded);

        Assert.Equal(2, certificate.Version);
        Assert.Equal([0x00, 0x80, 0x01], certificate.SerialNumber.ToArray());
        Assert.Equal(from, certificate.NotBefore);
        Assert.Equal(until, certificate.NotAfter);
        Assert.Equal(s_root.Subject, certificate.Issuer.ToArray());
        Assert.Equal(made.Subject, certificate.Subject.ToArray());
        Assert.Equal(made.Key.PublicKeyInfo, certificate.PublicKey.Encoded.ToArray());
        Assert.Equal(made.Key.PublicKeyBits, certificate.PublicKey.Key.ToArray());
        Assert.Equal("1.2.840.10045.4.3.2", certificate.SignatureAlgorithm.Oid);
        Assert.Null(certificate.IssuerUniqueId);
        Assert.Null(certificate.SubjectUniqueId);
        Assert.Equal(SHA1.HashData(made.Encoded), certificate.Sha1Thumbprint.ToArray());
        Assert.Equal(SHA256.HashData(made.Encoded), certificate.Sha256Thumbprint.ToArray());
        Assert.True(made.Encoded.AsSpan().IndexOf(certificate.ToBeSigned.Span) == 4);
        Assert.False(certificate.IsSelfIssued);
        Assert.True(s_root.Parsed.IsSelfIssued);
    }

    [Theory]
    [InlineData(1949, 2049)]
    [InlineData(1950, 2050)]
    [InlineData(2024, 9999)]
    public void Years_on_both_sides_of_the_two_digit_window_are_read(int from, int until)
    {
        CertificateSpec spec = new()
        {
            NotBefore = new DateTimeOffset(from, 6, 1, 0, 0, 0, TimeSpan.Zero),
            NotAfter = new DateTimeOffset(until, 12, 31, 23, 59, 59, TimeSpan.Zero),
        };
        Certificate certificate = s_root.Issue(spec).Parsed;
        Assert.Equal(spec.NotBefore, certificate.NotBefore);
        Assert.Equal(spec.NotAfter, certificate.NotAfter);
    }

    [Fact]
    public void Extensions_are_read_on_demand()
    {
        Certificate certificate = s_root.Issue(new CertificateSpec
        {
            KeyUsage = KeyUsage.DigitalSignature | KeyUsage.KeyAgreement | KeyUsage.DecipherOnly,
            ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1", "1.2.3.4.5"],
            OcspUrls = ["http://a.test/", "ldap://b.test/"],
            IssuerUrls = ["http://c.test/"],
            MustStaple = true,
            PathLength = 0,
        }).Parsed;

        Assert.Equal(KeyUsages.DigitalSignature | KeyUsages.KeyAgreement | KeyUsages.DecipherOnly, certificate.KeyUsage);
        Assert.Equal(["1.3.6.1.5.5.7.3.1", "1.2.3.4.5"], certificate.ExtendedKeyUsage);
        Assert.Equal(["http://a.test/", "ldap://b.test/"], certificate.AuthorityInformationAccess!.OcspUrls);
        Assert.Equal(["http://c.test/"], certificate.AuthorityInformationAccess.IssuerUrls);
        Assert.True(certificate.IsMustStaple);
        Assert.Equal(new BasicConstraints(true, 0), certificate.BasicConstraints);
        Assert.Equal(s_root.Key.Sha1, certificate.AuthorityKeyIdentifier!.KeyIdentifier!.Value.ToArray());
        Assert.Equal(s_root.Parsed.SubjectKeyIdentifier!.Value.ToArray(), certificate.AuthorityKeyIdentifier.KeyIdentifier.Value.ToArray());
        Assert.Same(certificate.AuthorityInformationAccess, certificate.AuthorityInformationAccess);
        Assert.True(certificate.FindExtension("2.5.29.15")!.Value.Critical);
        Assert.Null(certificate.FindExtension("2.5.29.99"));
    }

    [Fact]
    public void Absent_extensions_are_null()
    {
        Certificate certificate = s_root.Issue(new CertificateSpec { KeyUsage = 0, KeyIdentifiers = false }).Parsed;
        Assert.Empty(certificate.Extensions);
        Assert.Null(certificate.KeyUsage);
        Assert.Null(certificate.ExtendedKeyUsage);
        Assert.Null(certificate.BasicConstraints);
        Assert.Null(certificate.SubjectKeyIdentifier);
        Assert.Null(certificate.AuthorityKeyIdentifier);
        Assert.Null(certificate.AuthorityInformationAccess);
        Assert.False(certificate.IsMustStaple);
    }

    [Fact]
    public void An_authority_key_identifier_names_the_issuers_issuer()
    {
        // [0] 01 02, [1] { [2] "a" (a DNS name), [4] Name }, [2] 0x0102
        byte[] name = s_root.Subject;
        byte[] value = [0x30, (byte)(4 + 2 + 3 + 2 + name.Length + 4), 0x80, 2, 1, 2,
            0xA1, (byte)(3 + 2 + name.Length), 0x82, 1, (byte)'a', 0xA4, (byte)name.Length, .. name, 0x82, 2, 1, 2];
        AuthorityKeyIdentifier identifier = s_root.Issue(new CertificateSpec
        {
            KeyIdentifiers = false,
            Extensions = [new TestExtension("2.5.29.35", false, value)],
        }).Parsed.AuthorityKeyIdentifier!;

        Assert.Equal([1, 2], identifier.KeyIdentifier!.Value.ToArray());
        Assert.Equal(name, identifier.IssuerDirectoryName!.Value.ToArray());
        Assert.Equal(3 + 2 + name.Length, identifier.Issuer!.Value.Length);
        Assert.Equal([1, 2], identifier.SerialNumber!.Value.ToArray());
    }

    public static TheoryData<string, byte[]> MalformedValues() => new()
    {
        { "2.5.29.15", [0x04, 0x01, 0xFF] },
        { "2.5.29.15", [0x03, 0x02, 0x09, 0x80] },
        { "2.5.29.15", [0x03, 0x02, 0x07, 0x80, 0x00] },
        { "2.5.29.19", [0x30, 0x06, 0x01, 0x01, 0xFF, 0x02, 0x01, 0xFF] },
        { "2.5.29.19", [0x30, 0x03, 0x01, 0x01, 0x01] },
        { "2.5.29.37", [0x30, 0x00] },
        { "2.5.29.37", [0x30, 0x02, 0x05, 0x00] },
        { "2.5.29.14", [0x30, 0x00] },
        { "2.5.29.35", [0x30, 0x02, 0x85, 0x00] },
        { "1.3.6.1.5.5.7.1.1", [0x30, 0x02, 0x30, 0x00] },
        { "1.3.6.1.5.5.7.1.24", [0x02, 0x01, 0x05] },
        { "1.3.6.1.5.5.7.1.24", [] },
    };

    [Theory]
    [MemberData(nameof(MalformedValues))]
    public void A_malformed_extension_throws_at_each_access_and_not_before(string oid, byte[] value)
    {
        Certificate certificate = s_root.Issue(new CertificateSpec
        {
            KeyUsage = 0,
            KeyIdentifiers = false,
            Extensions = [new TestExtension(oid, false, value)],
        }).Parsed;
        Action access = oid switch
        {
            "2.5.29.15" => () => _ = certificate.KeyUsage,
            "2.5.29.19" => () => _ = certificate.BasicConstraints,
            "2.5.29.37" => () => _ = certificate.ExtendedKeyUsage,
            "2.5.29.14" => () => _ = certificate.SubjectKeyIdentifier,
            "2.5.29.35" => () => _ = certificate.AuthorityKeyIdentifier,
            "1.3.6.1.5.5.7.1.1" => () => _ = certificate.AuthorityInformationAccess,
            _ => () => _ = certificate.IsMustStaple,
        };
        for (int i = 0; i < 2; i++)
            Assert.Contains(oid, Assert.Throws<CertificateFormatException>(access).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(40, true)]
    [InlineData(40, false)]
    public void An_extension_that_occurs_twice_is_refused(int count, bool twice)
    {
        List<TestExtension> extensions = Enumerable.Range(0, count - 1).Select(i => new TestExtension($"1.2.3.{i}", false, [5, 0])).ToList();
        extensions.Add(new TestExtension(twice ? "1.2.3.0" : "1.2.3.999", false, [5, 0]));
        byte[] encoded = s_root.Issue(new CertificateSpec { KeyUsage = 0, KeyIdentifiers = false, Extensions = extensions }).Encoded;
        Assert.Equal(!twice, Certificate.TryParse(encoded, out Certificate? certificate));
        Assert.Equal(twice ? null : count, certificate?.Extensions.Count);
    }

    [Fact]
    public void An_empty_subject_is_not_self_issued()
    {
        Certificate nameless = TestCertificate.SelfSigned(new CertificateSpec { Subject = "" }).Parsed;
        Assert.Equal([0x30, 0x00], nameless.Subject.ToArray());
        Assert.False(nameless.IsSelfIssued);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x30 })]
    [InlineData(new byte[] { 0x30, 0x00 })]
    [InlineData(new byte[] { 0x30, 0x80, 0x00, 0x00 })]
    [InlineData(new byte[] { 0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void What_is_no_certificate_is_refused(byte[] encoded)
    {
        Assert.False(Certificate.TryParse(encoded, out Certificate? certificate));
        Assert.Null(certificate);
        Assert.Throws<CertificateFormatException>(() => Certificate.Parse(encoded));
    }

    [Fact]
    public void Trailing_bytes_and_truncations_are_refused()
    {
        byte[] good = s_root.Encoded;
        Assert.False(Certificate.TryParse((byte[])[.. good, 0x00], out _));
        for (int length = 0; length < good.Length; length++)
            Assert.False(Certificate.TryParse(good.AsMemory(0, length), out _), $"{length} octets");
    }

    [Fact]
    public void The_two_signature_algorithms_must_be_the_same()
    {
        // The outer one is the last occurrence; ecdsa-with-SHA256 becomes ecdsa-with-SHA384.
        byte[] encoded = s_root.Encoded.ToArray();
        byte[] oid = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
        encoded[encoded.AsSpan().LastIndexOf(oid) + oid.Length - 1] = 0x03;
        var exception = Assert.Throws<CertificateFormatException>(() => Certificate.Parse(encoded));
        Assert.Contains("at signature", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_names_the_part_at_fault()
    {
        // The validity's first UTCTime becomes a month 13.
        byte[] encoded = s_root.Encoded.ToArray();
        int at = encoded.AsSpan().IndexOf("200101000000Z"u8);
        encoded[at + 2] = (byte)'1';
        encoded[at + 3] = (byte)'3';
        var exception = Assert.Throws<CertificateFormatException>(() => Certificate.Parse(encoded));
        Assert.Contains("validity", exception.Message, StringComparison.Ordinal);
    }
}
