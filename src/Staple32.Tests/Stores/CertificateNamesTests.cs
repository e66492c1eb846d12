using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Org.BouncyCastle.Asn1;
using Staple32.Certificates.Names;
using Staple32.Stores;
using Staple32.Tests.Certificates.Names;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>Expected names follow wincrypt.h's description of CertGetNameString.</summary>
public class CertificateNamesTests
{
    private const string SubjectAltName = "2.5.29.17";
    private const string IssuerAltName = "2.5.29.18";

    private static readonly byte[] s_directoryName = new X500DistinguishedName("O=Directory, CN=in directory", X500DistinguishedNameFlags.None).RawData;
    private static readonly byte[] s_alternatives = Sequence(
        Tagged(0x82, "first.example"), Tagged(0x82, "second.example"), Tagged(0x81, "alt@example.com"),
        Tagged(0x86, "http://example.com/"), [0xA4, (byte)s_directoryName.Length, .. s_directoryName],
        OtherName("1.2.3", [0x0C, 0x01, (byte)'x']), OtherName("1.3.6.1.4.1.311.20.2.3", [0x0C, 0x03, (byte)'u', (byte)'@', (byte)'d']));

    [Fact]
    public void Alternative_names_come_before_the_subject()
    {
        CertificateNames names = Of(Make("C=US, E=in@subject, CN=host.example", SubjectAltName, s_alternatives));
        Assert.Equal("alt@example.com", names.Email);
        Assert.Equal(["first.example", "second.example"], names.DnsNames);
        Assert.Equal("http://example.com/", names.Url);
        Assert.Equal("u@d", names.Upn);
    }

    [Fact]
    public void Without_alternative_names_the_subject_has_some()
    {
        CertificateNames names = Of(Make("E=in@subject, CN=host.example"));
        Assert.Equal("in@subject", names.Email);
        Assert.Equal(["host.example"], names.DnsNames);
        Assert.Null(names.Url);
        Assert.Null(names.Upn);
    }

    [Fact]
    public void The_issuers_names_are_its_own()
    {
        StoredCertificate element = Make("CN=subject", IssuerAltName, s_alternatives, "CN=issuer");
        CertificateNames names = new(element, ofIssuer: true, false, false);
        Assert.Equal("alt@example.com", names.Email);
        Assert.Equal("issuer", names.SimpleDisplay);
        Assert.Equal("subject", Of(element).SimpleDisplay);
        Assert.Null(Of(element).Email);
        Assert.Equal(["subject"], Of(element).DnsNames);
    }

    [Theory]
    [InlineData("2.5.29.7", false)]
    [InlineData("2.5.29.8", true)]
    public void Alternative_names_under_their_old_identifiers_count(string oid, bool ofIssuer) =>
        Assert.Equal("alt@example.com", new CertificateNames(Make("CN=a", oid, s_alternatives), ofIssuer, false, false).Email);

    [Theory]
    [InlineData("CN=common, OU=unit, O=organization, E=a@b", "common")]
    [InlineData("C=US, O=organization, OU=unit", "unit")]
    [InlineData("C=US, O=organization", "organization")]
    [InlineData("C=US, E=a@b", "a@b")]
    [InlineData("C=US, L=last", "last")]
    [InlineData("CN=general, CN=specific", "specific")]
    [InlineData("", null)]
    public void Simple_display_goes_through_the_attributes(string subject, string? shown)
    {
        Assert.Equal(shown, Of(Make(subject)).SimpleDisplay);
        Assert.Equal(shown, Of(Make(subject)).FriendlyDisplay);
    }

    [Fact]
    public void Simple_display_knows_alternative_names()
    {
        Assert.Equal("in directory", Of(Make("C=US", SubjectAltName, s_alternatives)).SimpleDisplay);
        Assert.Equal("m@x", Of(Make("C=US", SubjectAltName, Sequence(Tagged(0x81, "m@x")))).SimpleDisplay);
        Assert.Null(Of(Make("", SubjectAltName, Sequence(Tagged(0x82, "host.example")))).SimpleDisplay);
    }

    [Theory]
    [InlineData("friendly\0", "friendly")]
    [InlineData("friendly", "friendly")]
    [InlineData("\0", "")]
    [InlineData("", "")]
    public void A_friendly_name_is_preferred(string property, string shown)
    {
        StoredCertificate element = Make("CN=common");
        element.Properties.Set(PropertyIds.FriendlyName, Encoding.Unicode.GetBytes(property));
        Assert.Equal(shown, Of(element).FriendlyDisplay);
        Assert.Equal("common", Of(element).SimpleDisplay);
    }

    [Fact]
    public void An_empty_subject_is_replaced_by_an_alternative_directory_name()
    {
        CertificateNames names = Of(Make("", SubjectAltName, s_alternatives));
        Assert.Equal("O=Directory, CN=in directory", names.Write(new NameFormat(NameStyle.X500)));
        Assert.Equal("in directory", names.FindAttribute("2.5.4.3"));
        CertificateNames own = Of(Make("C=US", SubjectAltName, s_alternatives));
        Assert.Equal("C=US", own.Write(new NameFormat(NameStyle.X500)));
        Assert.Null(own.FindAttribute("2.5.4.3"));
        // But a host in it is not the certificate's.
        Assert.Empty(Of(Make("", SubjectAltName, Sequence([0xA4, (byte)s_directoryName.Length, .. s_directoryName]))).DnsNames);
    }

    [Fact]
    public void The_attribute_of_the_most_specific_relative_name_is_found_first()
    {
        byte[] subject = EncodedName.Of(
            EncodedName.Part("2.5.4.11", new DerUtf8String("general")),
            new DerSet(EncodedName.Value("2.5.4.3", new DerUtf8String("a")), EncodedName.Value("2.5.4.11", new DerUtf8String("specific"))));
        StoredCertificate element = Make(new X500DistinguishedName(subject));
        Assert.Equal("specific", Of(element).FindAttribute("2.5.4.11"));
        Assert.Null(Of(element).FindAttribute("2.5.4.7"));
    }

    [Fact]
    public void Embedded_nulls_end_no_name()
    {
        const string Host = "good.example\0.evil.example", Shown = "good.example\uFFFD.evil.example";
        byte[] alternatives = Sequence(Tagged(0x82, Host), Tagged(0x81, Host), Tagged(0x86, Host), OtherName("1.3.6.1.4.1.311.20.2.3", [0x0C, .. Text(Host)]));
        CertificateNames names = Of(Make("C=US", SubjectAltName, alternatives));
        Assert.Equal([Shown], names.DnsNames);
        Assert.Equal((Shown, Shown, Shown), (names.Email, names.Url, names.Upn));
    }

    [Theory]
    [InlineData("http://xn--bcher-kva.example/xn--bcher-kva", "http://bücher.example/xn--bcher-kva")]
    [InlineData("http://xn--bcher-kva.example:8080", "http://bücher.example:8080")]
    [InlineData("http://xn--a@xn--bcher-kva.example?xn--q", "http://xn--a@bücher.example?xn--q")]
    [InlineData("http://", "http://")]
    [InlineData("http:///xn--bcher-kva", "http:///xn--bcher-kva")]
    [InlineData("urn:xn--bcher-kva", "urn:xn--bcher-kva")]
    [InlineData("://xn--bcher-kva", "://xn--bcher-kva")]
    public void Punycode_is_decoded_where_the_host_is(string url, string shown)
    {
        byte[] alternatives = Sequence(Tagged(0x86, url), Tagged(0x82, "xn--bcher-kva.example"), Tagged(0x81, "xn--jrg-sna@xn--bcher-kva.example"));
        StoredCertificate element = Make("C=US", SubjectAltName, alternatives);
        CertificateNames names = new(element, false, false, decodesPunycode: true);
        Assert.Equal(shown, names.Url);
        Assert.Equal(["bücher.example"], names.DnsNames);
        Assert.Equal("jörg@bücher.example", names.Email);
        Assert.Equal(url, Of(element).Url);
        Assert.Equal(["xn--bcher-kva.example"], Of(element).DnsNames);
    }

    [Theory]
    [InlineData("3003820101FF")]
    [InlineData("0500")]
    [InlineData("3006A004030200FF")]
    public void Malformed_alternative_names_are_none(string extension)
    {
        CertificateNames names = Of(Make("CN=host.example", SubjectAltName, Convert.FromHexString(extension)));
        Assert.Equal(["host.example"], names.DnsNames);
        Assert.Null(names.Email);
        Assert.Null(names.Upn);
        Assert.Equal("host.example", names.SimpleDisplay);
    }

    [Theory]
    [InlineData("CN=first, CN=second, OU=u")]
    [InlineData("O=o, C=US")]
    [InlineData("E=a@b, C=US")]
    [InlineData("C=US, L=x, DC=y")]
    [InlineData("DC=y, L=x, C=US")]
    public void The_framework_shows_the_same(string subject)
    {
        StoredCertificate element = new(TestCertificate.Make(subject));
        using X509Certificate2 framework = X509CertificateLoader.LoadCertificate(element.Certificate.Encoded.Span);
        CertificateNames names = Of(element);
        Assert.Equal(framework.GetNameInfo(X509NameType.SimpleName, false), names.SimpleDisplay);
        Assert.Equal(framework.GetNameInfo(X509NameType.EmailName, false), names.Email ?? "");
        Assert.Equal(framework.GetNameInfo(X509NameType.DnsName, false), names.DnsNames.FirstOrDefault(""));
    }

    private static CertificateNames Of(StoredCertificate element) => new(element, false, false, false);

    // In the order of the text, where the framework's default is the reverse.
    private static StoredCertificate Make(string subject, string? oid = null, byte[]? extension = null, string? issuer = null) => new(TestCertificate.Make(
        new X500DistinguishedName(subject, X500DistinguishedNameFlags.None), issuer: issuer, extensions: oid is null ? [] : [new X509Extension(oid, extension!, critical: false)]));

    private static StoredCertificate Make(X500DistinguishedName subject) => new(TestCertificate.Make(subject));

    private static byte[] Sequence(params byte[][] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (byte[] part in parts)
                writer.WriteEncodedValue(part);
        }
        return writer.Encode();
    }

    private static byte[] Tagged(byte tag, string text) => [tag, .. Text(text)];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)];

    private static byte[] OtherName(string oid, byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                writer.WriteEncodedValue(value);
        }
        return writer.Encode();
    }
}
