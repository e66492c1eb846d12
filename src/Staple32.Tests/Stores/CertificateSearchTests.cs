using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Staple32.Certificates;
using Staple32.Certificates.Names;
using Staple32.Stores;
using Staple32.Tests.Certificates.Names;
using Xunit;

namespace Staple32.Tests.Stores;

public class CertificateSearchTests
{
    private static readonly Certificate s_issuer = TestCertificate.Make(
        "CN=Test CA, O=\"Müller, Söhne\", C=DE", [0x7F], extensions: new X509SubjectKeyIdentifierExtension([1, 2, 3], critical: false));

    private static readonly Certificate s_leaf = TestCertificate.Make(
        "CN=www.example.com, O=Example", [0x00, 0x80, 0x01], "CN=Test CA, O=\"Müller, Söhne\", C=DE", 0, KeyIdentifierOfIssuer(1, 2, 3));

    [Theory]
    [InlineData("www.EXAMPLE.com", true)]
    [InlineData("Example, www.example", true)]
    [InlineData("", true)]
    [InlineData("CN=www", false)]
    [InlineData("Müller", false)]
    public void Subject_text_is_values_only_in_encoded_order_and_any_case(string text, bool expected) =>
        Assert.Equal(expected, CertificateSearch.BySubjectText(text)(new StoredCertificate(s_leaf)));

    [Fact]
    public void Issuer_text_is_the_issuers()
    {
        Assert.True(CertificateSearch.ByIssuerText("de, \"MÜLLER, SÖHNE\", test ca")(new StoredCertificate(s_leaf)));
        Assert.False(CertificateSearch.ByIssuerText("example")(new StoredCertificate(s_leaf)));
    }

    [Fact]
    public void Names_are_compared_byte_for_byte()
    {
        Assert.True(CertificateSearch.BySubject(s_issuer.Subject).Matches(new StoredCertificate(s_issuer)));
        Assert.True(CertificateSearch.ByIssuer(s_issuer.Subject).Matches(new StoredCertificate(s_leaf)));
        Certificate shouting = TestCertificate.Make("CN=WWW.EXAMPLE.COM, O=Example");
        Assert.False(CertificateSearch.BySubject(s_leaf.Subject).Matches(new StoredCertificate(shouting)));
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x80, 0x01 }, true)]
    [InlineData(new byte[] { 0x00, 0x00, 0x80, 0x01 }, true)]
    [InlineData(new byte[] { 0x80, 0x01 }, false)]
    [InlineData(new byte[] { }, false)]
    public void Serial_numbers_are_compared_as_numbers(byte[] serial, bool expected) =>
        Assert.Equal(expected, CertificateSearch.ByIssuerAndSerial(s_issuer.Subject, serial).Matches(new StoredCertificate(s_leaf)));

    [Fact]
    public void An_issuer_that_is_a_key_identifier_stands_for_the_subject()
    {
        byte[] identifier = ComputedProperties.Peek(new StoredCertificate(s_leaf), PropertyIds.KeyIdentifier)!.Value.ToArray();
        byte[] name = EncodedName.Of(EncodedName.Part("1.3.6.1.4.1.311.10.7.1", new DerOctetString(identifier)));
        Assert.True(CertificateSearch.ByIssuerAndSerial(name, new byte[] { 0 }).Matches(new StoredCertificate(s_leaf)));
        Assert.True(CertificateSearch.ByIssuerAndSerial(name, default).Matches(new StoredCertificate(s_leaf)));
        Assert.False(CertificateSearch.ByIssuerAndSerial(name, new byte[] { 1 }).Matches(new StoredCertificate(s_leaf)));
        identifier[0] ^= 1;
        name = EncodedName.Of(EncodedName.Part("1.3.6.1.4.1.311.10.7.1", new DerOctetString(identifier)));
        Assert.False(CertificateSearch.ByIssuerAndSerial(name, new byte[] { 0 }).Matches(new StoredCertificate(s_leaf)));
        Assert.False(CertificateSearch.ByIssuerAndSerial(new byte[] { 0x30 }, new byte[] { 0 }).Matches(new StoredCertificate(s_leaf)));
    }

    [Theory]
    [InlineData(new byte[] { }, new byte[] { })]
    [InlineData(new byte[] { 0 }, new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 1 }, new byte[] { 1 })]
    [InlineData(new byte[] { 0, 0x80 }, new byte[] { 0, 0x80 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0x80 }, new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xFF, 0x7F }, new byte[] { 0xFF, 0x7F })]
    public void Only_repeated_sign_octets_are_dropped(byte[] number, byte[] minimal) =>
        Assert.Equal(minimal, CertificateSearch.Minimal(number).ToArray());

    [Fact]
    public void An_issuer_is_found_by_name_unless_the_key_identifiers_contradict()
    {
        StoreSearch<StoredCertificate> search = CertificateSearch.ByIssued(s_leaf);
        Assert.True(search.Matches(new StoredCertificate(s_issuer)));
        Assert.False(search.Matches(new StoredCertificate(s_leaf)));
        const string Name = "CN=Test CA, O=\"Müller, Söhne\", C=DE";
        Assert.True(search.Matches(new StoredCertificate(TestCertificate.Make(Name))));
        var other = new X509SubjectKeyIdentifierExtension([9], critical: false);
        Assert.False(search.Matches(new StoredCertificate(TestCertificate.Make(Name, extensions: other))));
    }

    [Fact]
    public void Properties_match_by_value_or_presence_set_or_computed()
    {
        var element = new StoredCertificate(s_leaf);
        Assert.True(CertificateSearch.ByPropertyValue(PropertyIds.Sha1Hash, s_leaf.Sha1Thumbprint).Matches(element));
        Assert.False(CertificateSearch.ByPropertyValue(PropertyIds.Sha1Hash, s_issuer.Sha1Thumbprint).Matches(element));
        Assert.True(ElementSearch.ByProperty(PropertyIds.KeyIdentifier)(element));
        Assert.False(ElementSearch.ByProperty(PropertyIds.OcspResponse)(element));
        element.Properties.Set(PropertyIds.OcspResponse, ReadOnlyMemory<byte>.Empty);
        Assert.True(ElementSearch.ByProperty(PropertyIds.OcspResponse)(element));
    }

    [Fact]
    public void Conditions_about_names_are_about_subject_or_issuer()
    {
        Predicate<ReadOnlyMemory<byte>> isOrganization =
            name => AttributeMatch.HasAll(name, [new SoughtValue("2.5.4.10", RdnValueType.Any, "Example"u8.ToArray())], isUnicode: false, ignoresCase: false);
        Assert.True(CertificateSearch.BySubject(isOrganization)(new StoredCertificate(s_leaf)));
        Assert.False(CertificateSearch.ByIssuer(isOrganization)(new StoredCertificate(s_leaf)));
        Assert.True(CertificateSearch.ByIssuer(isOrganization)(new StoredCertificate(TestCertificate.Make("CN=x", issuer: "O=Example"))));
        var notAName = new Predicate<ReadOnlyMemory<byte>>(static _ => throw new System.Formats.Asn1.AsnContentException());
        Assert.False(CertificateSearch.BySubject(notAName)(new StoredCertificate(s_leaf)));
    }

    [Fact]
    public void Cross_certificates_are_announced_by_extension_or_property()
    {
        var plain = new StoredCertificate(s_leaf);
        Assert.False(CertificateSearch.HasCrossCertificates(plain));
        plain.Properties.Set(PropertyIds.CrossCertificateDistributionPoints, ReadOnlyMemory<byte>.Empty);
        Assert.True(CertificateSearch.HasCrossCertificates(plain));
        var extension = new X509Extension("1.3.6.1.4.1.311.10.9.1", [0x30, 0x00], critical: false);
        Assert.True(CertificateSearch.HasCrossCertificates(new StoredCertificate(TestCertificate.Make("CN=a", extensions: extension))));
    }

    [Fact]
    public void Archived_elements_are_passed_over_by_an_enumeration()
    {
        var element = new StoredCertificate(s_leaf);
        Assert.True(ElementSearch.IsNotArchived(element));
        element.Properties.Set(PropertyIds.Archived, ReadOnlyMemory<byte>.Empty);
        Assert.False(ElementSearch.IsNotArchived(element));
    }

    private static X509AuthorityKeyIdentifierExtension KeyIdentifierOfIssuer(params byte[] identifier) =>
        X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier);
}
