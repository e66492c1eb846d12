using System.Text;
using Org.BouncyCastle.Asn1;
using Staple32.Certificates.Names;
using Xunit;

namespace Staple32.Tests.Certificates.Names;

public class AttributeMatchTests
{
    private const string CommonName = "2.5.4.3", Organization = "2.5.4.10";

    private static readonly byte[] s_name = EncodedName.Of(
        EncodedName.Part(Organization, new DerPrintableString("Example")),
        new DerSet(EncodedName.Value(CommonName, new DerUtf8String("jörg")), EncodedName.Value("2.5.4.5", new DerBmpString("4ä"))),
        EncodedName.Part("1.2.3", new DerOctetString([1, 2])),
        EncodedName.Part("1.2.4", new DerInteger([5])));

    [Theory]
    [InlineData(Organization, RdnValueType.Any, "Example", true)]
    [InlineData(Organization, RdnValueType.PrintableString, "Example", true)]
    [InlineData(Organization, RdnValueType.Utf8String, "Example", false)]
    [InlineData(null, RdnValueType.Any, "Example", true)]
    [InlineData(CommonName, RdnValueType.Any, "Example", false)]
    [InlineData(Organization, RdnValueType.Any, "EXAMPLE", false)]
    [InlineData(Organization, RdnValueType.Any, "Exampl", false)]
    [InlineData(Organization, RdnValueType.Any, "", false)]
    public void Values_as_single_octets(string? oid, RdnValueType type, string value, bool expected) =>
        Assert.Equal(expected, AttributeMatch.HasAll(s_name, [new(oid, type, Encoding.Latin1.GetBytes(value))], isUnicode: false, ignoresCase: false));

    [Theory]
    [InlineData(CommonName, "jörg")]
    [InlineData("2.5.4.5", "4ä")]
    public void Values_of_unicode_types_are_utf16_in_either_form(string oid, string value)
    {
        byte[] units = Encoding.Unicode.GetBytes(value);
        Assert.True(AttributeMatch.HasAll(s_name, [new(oid, RdnValueType.Any, units)], isUnicode: false, ignoresCase: false));
        Assert.True(AttributeMatch.HasAll(s_name, [new(oid, RdnValueType.Any, units)], isUnicode: true, ignoresCase: false));
        byte[] shouted = Encoding.Unicode.GetBytes(value.ToUpperInvariant());
        Assert.False(AttributeMatch.HasAll(s_name, [new(oid, RdnValueType.Any, shouted)], isUnicode: true, ignoresCase: false));
        Assert.True(AttributeMatch.HasAll(s_name, [new(oid, RdnValueType.Any, shouted)], isUnicode: true, ignoresCase: true));
        Assert.True(AttributeMatch.HasAll(s_name, [new(oid, RdnValueType.Any, shouted)], isUnicode: false, ignoresCase: true));
    }

    [Fact]
    public void Unicode_values_match_the_old_string_types()
    {
        byte[] value = Encoding.Unicode.GetBytes("Example");
        Assert.True(AttributeMatch.HasAll(s_name, [new(Organization, RdnValueType.Any, value)], isUnicode: true, ignoresCase: false));
        Assert.False(AttributeMatch.HasAll(s_name, [new(Organization, RdnValueType.Any, value)], isUnicode: false, ignoresCase: false));
        byte[] teletex = EncodedName.OfValue(CommonName, [0x14, 0x02, 0xC3, 0xA4]);
        Assert.True(AttributeMatch.HasAll(teletex, [new(null, RdnValueType.TeletexString, Encoding.Unicode.GetBytes("ä"))], isUnicode: true, ignoresCase: false));
        Assert.True(AttributeMatch.HasAll(teletex, [new(null, RdnValueType.TeletexString, new byte[] { 0xC3, 0xA4 })], isUnicode: false, ignoresCase: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_no_text_is_compared_by_its_octets(bool isUnicode)
    {
        Assert.True(AttributeMatch.HasAll(s_name, [new("1.2.3", RdnValueType.OctetString, new byte[] { 1, 2 })], isUnicode, ignoresCase: true));
        Assert.False(AttributeMatch.HasAll(s_name, [new("1.2.3", RdnValueType.OctetString, new byte[] { 1 })], isUnicode, ignoresCase: true));
        Assert.True(AttributeMatch.HasAll(s_name, [new("1.2.4", RdnValueType.EncodedBlob, new byte[] { 2, 1, 5 })], isUnicode, ignoresCase: true));
    }

    [Fact]
    public void No_value_matches_any_and_all_attributes_must_be_there()
    {
        Assert.True(AttributeMatch.HasAll(s_name, [], false, false));
        Assert.True(AttributeMatch.HasAll(s_name, [new(CommonName, RdnValueType.Any, null), new(Organization, RdnValueType.Any, null)], false, false));
        Assert.False(AttributeMatch.HasAll(s_name, [new(CommonName, RdnValueType.Any, null), new("2.5.4.6", RdnValueType.Any, null)], false, false));
        Assert.True(AttributeMatch.HasAll(s_name, [new(null, RdnValueType.Any, null)], false, false));
        Assert.False(AttributeMatch.HasAll(EncodedName.Of(), [new(null, RdnValueType.Any, null)], false, false));
    }
}
