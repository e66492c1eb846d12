using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Staple32.Certificates.Names;
using Xunit;

namespace Staple32.Tests.Certificates.Names;

/// <summary>Expected texts follow wincrypt.h's and the reference page's description of CertNameToStr.</summary>
public class NameWriterTests
{
    private static readonly byte[] s_several = EncodedName.Of(
        EncodedName.Part("2.5.4.11", new DerPrintableString("Microsoft")),
        new DerSet(EncodedName.Value("2.5.4.3", new DerPrintableString("Joe Cool")), EncodedName.Value("2.5.4.12", new DerPrintableString("Programmer"))),
        EncodedName.Part("1.2.3.4.5.6", new DerPrintableString("Unknown")));

    [Theory]
    [InlineData(NameStyle.Simple, "Microsoft, Joe Cool + Programmer, Unknown")]
    [InlineData(NameStyle.Oid, "2.5.4.11=Microsoft, 2.5.4.3=Joe Cool + 2.5.4.12=Programmer, 1.2.3.4.5.6=Unknown")]
    [InlineData(NameStyle.X500, "OU=Microsoft, CN=Joe Cool + T=Programmer, OID.1.2.3.4.5.6=Unknown")]
    [InlineData(NameStyle.Xml, "<OU>Microsoft</OU><CN>Joe Cool</CN><T rDNAttribute=\"true\">Programmer</T><RDN oid=\"1.2.3.4.5.6\" type=\"string\">Unknown</RDN>")]
    public void Every_style(NameStyle style, string text) => Assert.Equal(text, NameWriter.Write(s_several, new NameFormat(style)));

    [Theory]
    [InlineData(NameSeparator.Semicolon, "OU=Microsoft; CN=Joe Cool + T=Programmer; OID.1.2.3.4.5.6=Unknown")]
    [InlineData(NameSeparator.NewLine, "OU=Microsoft\r\nCN=Joe Cool + T=Programmer\r\nOID.1.2.3.4.5.6=Unknown")]
    public void Every_separator(NameSeparator separator, string text) =>
        Assert.Equal(text, NameWriter.Write(s_several, new NameFormat(NameStyle.X500) { Separator = separator }));

    [Fact]
    public void Reversed_the_last_relative_name_comes_first_and_its_attributes_keep_their_order() =>
        Assert.Equal(
            "OID.1.2.3.4.5.6=Unknown, CN=Joe Cool + T=Programmer, OU=Microsoft",
            NameWriter.Write(s_several, new NameFormat(NameStyle.X500) { Reversed = true }));

    [Fact]
    public void Without_plus_a_space_stands_in_its_place() =>
        Assert.Equal("Microsoft, Joe Cool Programmer, Unknown", NameWriter.Write(s_several, new NameFormat(NameStyle.Simple) { WithoutPlus = true }));

    [Theory]
    [InlineData("  Microsoft", "\"  Microsoft\"")]
    [InlineData("Microsoft ", "\"Microsoft \"")]
    [InlineData("Joe \"Cool\"", "\"Joe \"\"Cool\"\"\"")]
    [InlineData("Programmer, Manager", "\"Programmer, Manager\"")]
    [InlineData("a+b", "\"a+b\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a<b", "\"a<b\"")]
    [InlineData("a>b", "\"a>b\"")]
    [InlineData("#ab", "\"#ab\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("", "\"\"")]
    [InlineData("a  b", "a  b")]
    [InlineData("a\\b/c:d'e", "a\\b/c:d'e")]
    public void Values_are_quoted_where_they_would_be_ambiguous(string value, string text)
    {
        byte[] name = EncodedName.Of(EncodedName.Part("2.5.4.3", new DerUtf8String(value)));
        Assert.Equal("CN=" + text, NameWriter.Write(name, new NameFormat(NameStyle.X500)));
        Assert.Equal(text, NameWriter.Write(name, new NameFormat(NameStyle.Simple)));
        Assert.Equal("CN=" + value, NameWriter.Write(name, new NameFormat(NameStyle.X500) { WithoutQuotes = true }));
    }

    public static TheoryData<string, string> StringTypes => new()
    {
        // PrintableString, IA5String, NumericString, VisibleString, GraphicString, GeneralString, VideotexString.
        { "130161", "a" }, { "160161", "a" }, { "120131", "1" }, { "1A0161", "a" }, { "190161", "a" }, { "1B0161", "a" }, { "150161", "a" },
        // UTF8String, BMPString (also with a surrogate pair), UniversalString.
        { "0C03E697A5", "日" }, { "1E0265E5", "日" }, { "1E04D801DC37", "𐐷" }, { "1C04000065E5", "日" },
        // T61String: UTF-8 if it can be, else Latin-1.
        { "1403E697A5", "日" }, { "1401E4", "ä" },
        // Octet strings by their contents, everything else whole.
        { "04030A56CF", "#0A56CF" }, { "020135", "#020135" }, { "3003020101", "#3003020101" },
        // Text that is none: half a BMP character, broken UTF-8, a code point beyond Unicode, a constructed string.
        { "1E0165", "#1E0165" }, { "0C01FF", "#0C01FF" }, { "1C0400110000", "#1C0400110000" }, { "2C030C0161", "#2C030C0161" },
    };

    [Theory]
    [MemberData(nameof(StringTypes))]
    public void Values_of_every_type(string encoded, string text) =>
        Assert.Equal("CN=" + text, NameWriter.Write(EncodedName.OfValue("2.5.4.3", Convert.FromHexString(encoded)), new NameFormat(NameStyle.X500)));

    [Fact]
    public void Teletex_is_latin_1_if_that_is_asked_for() =>
        Assert.Equal(
            "CN=Ã¤",
            NameWriter.Write(EncodedName.OfValue("2.5.4.3", [0x14, 0x02, 0xC3, 0xA4]), new NameFormat(NameStyle.X500) { TeletexIsLatin1 = true }));

    [Fact]
    public void An_embedded_null_does_not_end_the_text() =>
        Assert.Equal(
            "CN=good.example\uFFFD.evil.example",
            NameWriter.Write(
                EncodedName.Of(EncodedName.Part("2.5.4.3", new DerUtf8String("good.example\0.evil.example"))), new NameFormat(NameStyle.X500)));

    [Theory]
    [InlineData("2.5.4.3", "0C05613C26223E", "<CN>a&lt;&amp;&quot;&gt;</CN>")]
    [InlineData("2.5.4.3", "0C0327C3A4", "<CN>&apos;&#x00E4;</CN>")]
    [InlineData("1.2.1.4", "020135", "<RDN oid=\"1.2.1.4\" type=\"encoded\">020135</RDN>")]
    [InlineData("1.2.2.5.3", "040301FF7F", "<RDN oid=\"1.2.2.5.3\" type=\"octet\">01FF7F</RDN>")]
    [InlineData("2.5.4.3", "020135", "<RDN oid=\"2.5.4.3\" type=\"encoded\">020135</RDN>")]
    public void Xml_escapes_markup_and_tells_what_is_no_text(string oid, string value, string text) =>
        Assert.Equal(text, NameWriter.Write(EncodedName.OfValue(oid, Convert.FromHexString(value)), new NameFormat(NameStyle.Xml)));

    [Fact]
    public void Xml_has_line_ends_only_where_they_are_asked_for() =>
        Assert.Equal(
            "<OU>Microsoft</OU>\r\n<CN>Joe Cool</CN>\r\n<T rDNAttribute=\"true\">Programmer</T>\r\n<RDN oid=\"1.2.3.4.5.6\" type=\"string\">Unknown</RDN>",
            NameWriter.Write(s_several, new NameFormat(NameStyle.Xml) { Separator = NameSeparator.NewLine }));

    [Theory]
    [InlineData("xn--jrg-sna@xn--bcher-kva.example", "jörg@bücher.example")]
    [InlineData("joe@example.com", "joe@example.com")]
    [InlineData("joe@xn--\u007f", "joe@xn--\u007f")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    public void Mail_addresses_are_shown_in_unicode_if_that_is_asked_for(string encoded, string shown)
    {
        byte[] name = EncodedName.Of(EncodedName.Part("1.2.840.113549.1.9.1", new DerIA5String(encoded)));
        Assert.Equal(encoded, NameWriter.Write(name, new NameFormat(NameStyle.Simple)));
        Assert.Equal(shown, NameWriter.Write(name, new NameFormat(NameStyle.Simple) { DecodesPunycode = true }));
        byte[] other = EncodedName.Of(EncodedName.Part("2.5.4.3", new DerIA5String(encoded)));
        Assert.Equal(encoded, NameWriter.Write(other, new NameFormat(NameStyle.Simple) { DecodesPunycode = true }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("04020102")]
    [InlineData("30023100FF")]
    [InlineData("3003310130")]
    public void What_is_no_name_is_refused(string encoded) =>
        Assert.ThrowsAny<AsnContentException>(() => NameWriter.Write(Convert.FromHexString(encoded), new NameFormat(NameStyle.X500)));

    [Fact]
    public void A_name_of_many_parts_is_written_whole()
    {
        byte[] name = EncodedName.Of([.. Enumerable.Range(0, 5000).Select(i => EncodedName.Part("2.5.4.11", new DerUtf8String($"unit {i}")))]);
        string text = NameWriter.Write(name, new NameFormat(NameStyle.X500));
        Assert.Equal(5000, text.Split(", ").Length);
        Assert.EndsWith("OU=unit 4999", text, StringComparison.Ordinal);
    }
}
