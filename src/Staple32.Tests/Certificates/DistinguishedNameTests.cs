using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Asn1;
using Staple32.Certificates;
using Xunit;

namespace Staple32.Tests.Certificates;

public class DistinguishedNameTests
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    [Fact]
    public void The_string_type_does_not_matter()
    {
        byte[][] same =
        [
            Name(Part(CommonName, new DerPrintableString("Example CA"))),
            Name(Part(CommonName, new DerUtf8String("Example CA"))),
            Name(Part(CommonName, new DerBmpString("Example CA"))),
            Name(Part(CommonName, new DerIA5String("Example CA"))),
            Name(Part(CommonName, new DerT61String("Example CA"))),
            Name(Part(CommonName, new DerUniversalString(Encoding.GetEncoding("utf-32BE").GetBytes("Example CA")))),
        ];
        foreach (byte[] a in same)
        {
            foreach (byte[] b in same)
                AssertEqual(true, a, b);
        }
    }

    [Theory]
    [InlineData("Example CA", "EXAMPLE ca", true)]
    [InlineData("Example CA", "  Example   CA ", true)]
    [InlineData("Example CA", "ExampleCA", false)]
    [InlineData("Example CA", "Example CB", false)]
    [InlineData("Müller", "MÜLLER", true)]
    [InlineData("Müller", "Muller", false)]
    [InlineData("", " ", true)]
    [InlineData("a", "", false)]
    public void Case_and_spaces_do_not_matter(string a, string b, bool equal) =>
        AssertEqual(equal, Name(Part(CommonName, new DerUtf8String(a))), Name(Part(CommonName, new DerUtf8String(b))));

    [Fact]
    public void Order_number_and_type_of_the_parts_matter()
    {
        Asn1Encodable cn = Part(CommonName, new DerUtf8String("x")), o = Part(Organization, new DerUtf8String("x"));
        AssertEqual(false, Name(cn, o), Name(o, cn));
        AssertEqual(false, Name(cn), Name(cn, cn));
        AssertEqual(false, Name(cn), Name(o));
        AssertEqual(false, Name(cn), Name());
    }

    [Fact]
    public void The_values_of_one_relative_name_have_no_order()
    {
        byte[] a = Name(new DerSet(Value(CommonName, new DerUtf8String("B")), Value(Organization, new DerUtf8String("a"))));
        byte[] b = Name(new DerSet(Value(Organization, new DerPrintableString("A")), Value(CommonName, new DerPrintableString("b"))));
        AssertEqual(true, a, b);
        AssertEqual(false, a, Name(Part(CommonName, new DerUtf8String("B")), Part(Organization, new DerUtf8String("a"))));
    }

    [Fact]
    public void No_value_can_imitate_the_seam_between_two_parts()
    {
        byte[] two = Name(Part(CommonName, new DerUtf8String("a")), Part(CommonName, new DerUtf8String("b")));
        byte[] one = Name(Part(CommonName, new DerUtf8String("a/9:2.5.4.3=b")));
        AssertEqual(false, two, one);
    }

    [Fact]
    public void Values_that_are_no_text_are_compared_by_their_bytes()
    {
        AssertEqual(true, Name(Part(CommonName, new DerOctetString([1]))), Name(Part(CommonName, new DerOctetString([1]))));
        AssertEqual(false, Name(Part(CommonName, new DerOctetString([1]))), Name(Part(CommonName, new DerOctetString([2]))));
        // The bytes of "a" as text are not the octets of "a".
        AssertEqual(false, Name(Part(CommonName, new DerOctetString([(byte)'a']))), Name(Part(CommonName, new DerUtf8String("a"))));
    }

    [Fact]
    public void What_is_no_name_equals_only_itself() =>
        Prop.ForAll<byte[], byte[]>((a, b) =>
            DistinguishedName.Equal(a, a) && DistinguishedName.Equal(a, b) == DistinguishedName.Equal(b, a)
            && DistinguishedName.ToText(a) is not null).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Names_of_any_text_equal_themselves_in_other_string_types() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            // Half a surrogate pair has no UTF-8 form; the encoder would replace it.
            if (text.Get.Any(char.IsSurrogate))
                return true;
            byte[] a = Name(Part(CommonName, new DerUtf8String(text.Get)));
            byte[] b = Name(Part(CommonName, new DerBmpString(text.Get)));
            return DistinguishedName.Equal(a, b) && DistinguishedName.GetHashCode(a) == DistinguishedName.GetHashCode(b);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("plain", "CN=plain")]
    [InlineData("Example, Inc.", "CN=\"Example, Inc.\"")]
    [InlineData("say \"hi\"", "CN=\"say \"\"hi\"\"\"")]
    [InlineData(" padded", "CN=\" padded\"")]
    [InlineData("", "CN=\"\"")]
    public void Text_quotes_what_would_be_ambiguous(string value, string text) =>
        Assert.Equal(text, DistinguishedName.ToText(Name(Part(CommonName, new DerUtf8String(value)))));

    [Fact]
    public void Text_shows_the_most_specific_part_first()
    {
        byte[] name = Name(
            Part("2.5.4.6", new DerPrintableString("US")),
            new DerSet(Value(Organization, new DerUtf8String("Org")), Value("1.2.3.4", new DerUtf8String("x"))),
            Part(CommonName, new DerOctetString([0xAB])));
        string text = DistinguishedName.ToText(name);
        Assert.StartsWith("CN=#AB, ", text, StringComparison.Ordinal);
        Assert.Contains("O=Org", text, StringComparison.Ordinal);
        Assert.Contains("OID.1.2.3.4=x", text, StringComparison.Ordinal);
        Assert.EndsWith(", C=US", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_nothing_is_empty_and_of_no_name_is_hex()
    {
        Assert.Equal("", DistinguishedName.ToText(Name()));
        Assert.Equal("#FF00", DistinguishedName.ToText(new byte[] { 0xFF, 0x00 }));
        Assert.True(DistinguishedName.IsEmpty(Name()));
    }

    private static void AssertEqual(bool equal, byte[] a, byte[] b)
    {
        Assert.Equal(equal, DistinguishedName.Equal(a, b));
        Assert.Equal(equal, DistinguishedName.Equal(b, a));
        if (equal)
            Assert.Equal(DistinguishedName.GetHashCode(a), DistinguishedName.GetHashCode(b));
    }

    private static byte[] Name(params Asn1Encodable[] parts) => new DerSequence(parts).GetDerEncoded();

    private static DerSet Part(string oid, Asn1Encodable value) => new(Value(oid, value));

    private static DerSequence Value(string oid, Asn1Encodable value) => new(new DerObjectIdentifier(oid), value);
}
