using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Asn1;
using Staple32.Certificates.Names;
using Xunit;

namespace Staple32.Tests.Certificates.Names;

/// <summary>Expected encodings follow the description of CertStrToName, made with BouncyCastle.</summary>
public class NameEncoderTests
{
    private const string Default = ",;";
    private static readonly NameSyntax s_default = new() { Separators = Default };

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Nothing_is_the_empty_name(string text) => Assert.Equal([0x30, 0x00], NameEncoder.Encode(text, s_default));

    [Theory]
    [InlineData("CN=a")]
    [InlineData("cn=a")]
    [InlineData("  CN  =  a  ")]
    [InlineData("2.5.4.3=a")]
    [InlineData("OID.2.5.4.3=a")]
    [InlineData("oid.2.5.4.3 = a")]
    [InlineData("CN=\"a\"")]
    [InlineData("CN=\"a\"  ")]
    [InlineData("CN=a,")]
    [InlineData("CN=a ; ")]
    [InlineData("CN=a+")]
    public void Ways_to_write_one_attribute(string text) =>
        Assert.Equal(EncodedName.Of(EncodedName.Part("2.5.4.3", new DerPrintableString("a"))), NameEncoder.Encode(text, s_default));

    [Fact]
    public void Relative_names_and_their_attributes()
    {
        byte[] expected = EncodedName.Of(
            new DerSet(EncodedName.Value("2.5.4.3", new DerPrintableString("Joe Cool")), EncodedName.Value("2.5.4.12", new DerPrintableString("Programmer"))),
            EncodedName.Part("2.5.4.10", new DerPrintableString("Example")),
            EncodedName.Part("2.5.4.6", new DerPrintableString("US")));
        Assert.Equal(expected, NameEncoder.Encode("CN=Joe Cool + T=Programmer; O=Example, C=US", s_default));
        Assert.Equal(expected, NameEncoder.Encode("C=US, O=Example, T=Programmer + CN=Joe Cool", s_default with { Reversed = true }));
    }

    [Theory]
    [InlineData("CN=\"Joe \"\"Cool\"\"\"", "Joe \"Cool\"")]
    [InlineData("CN=\"a, b; c + d = e\"", "a, b; c + d = e")]
    [InlineData("CN=\"  a  \"", "  a  ")]
    [InlineData("CN=\"#AB\"", "#AB")]
    [InlineData("CN=a=b", "a=b")]
    [InlineData("CN=a\"b\"c", "a\"b\"c")]
    [InlineData("CN=a\nb", "a\nb")]
    [InlineData("CN=a\\", "a\\")]
    [InlineData("CN=", "")]
    [InlineData("CN=\"\"", "")]
    public void Values_with_characters_that_mean_something_elsewhere(string text, string value) =>
        Assert.Equal(value, Single(NameEncoder.Encode(text, s_default with { ForcesUtf8 = true })));

    [Theory]
    [InlineData("1.2.3=#ABCD01")]
    [InlineData("1.2.3 = # AB CD 01")]
    [InlineData("1.2.3=#abcd01 ")]
    public void Hexadecimal_values_are_octet_strings(string text) =>
        Assert.Equal(EncodedName.Of(EncodedName.Part("1.2.3", new DerOctetString([0xAB, 0xCD, 0x01]))), NameEncoder.Encode(text, s_default));

    [Theory]
    [InlineData("CN", 0)]
    [InlineData("  CN", 2)]
    [InlineData("=a", 0)]
    [InlineData(" ,", 1)]
    [InlineData(";CN=a", 0)]
    [InlineData("CN=a,,O=b", 5)]
    [InlineData("CN=a, O=b, FOO=c", 11)]
    [InlineData("CN=a,CN", 5)]
    [InlineData("CN=a+b", 5)]
    [InlineData("O ID=x", 0)]
    [InlineData("CN=\"a\"b", 6)]
    [InlineData("CN=\"a\" b", 7)]
    [InlineData("CN=a,O=\"b", 7)]
    [InlineData("CN=#ABC", 3)]
    [InlineData("CN=#AXC", 5)]
    [InlineData("1=x", 0)]
    [InlineData("1.40=x", 0)]
    [InlineData("3.1=x", 0)]
    [InlineData("1.2.=x", 0)]
    [InlineData("1..2=x", 0)]
    [InlineData("1.2.03=x", 0)]
    [InlineData("OID.=x", 0)]
    [InlineData("OID.CN=x", 0)]
    public void What_is_wrong_is_pointed_at(string text, int position) => AssertFault(NameTextFault.Syntax, position, text, s_default);

    [Fact]
    public void Half_a_surrogate_pair_is_no_character() => AssertFault(NameTextFault.Syntax, 4, "CN=a\uD800", s_default);

    [Theory]
    [InlineData("C=US, C=U_", NameTextFault.NotPrintable, 9)]
    [InlineData("C=\"\"\"_\"", NameTextFault.NotPrintable, 3)]
    [InlineData("SERIALNUMBER=1\"2", NameTextFault.NotPrintable, 14)]
    [InlineData("2.5.4.6=\"  *\"", NameTextFault.NotPrintable, 11)]
    [InlineData("E=jörg@example.com", NameTextFault.NotIa5, 3)]
    [InlineData("Email=\"jörg\"", NameTextFault.NotIa5, 8)]
    [InlineData("X21Address=12a", NameTextFault.NotNumeric, 13)]
    public void A_character_that_the_only_type_has_not(string text, NameTextFault fault, int position) => AssertFault(fault, position, text, s_default);

    [Fact]
    public void A_fault_behind_a_doubled_quotation_mark_is_found_where_it_stands()
    {
        // IA5String has the quotation mark: only what follows is wrong.
        AssertFault(NameTextFault.NotIa5, 7, "E=\"a\"\"bö\"", s_default);
        AssertFault(NameTextFault.NotIa5, 5, "E=\"\"\"ö\"", s_default);
    }

    [Theory]
    [InlineData("CN=a", "130161")]
    [InlineData("CN=a_b", "1E060061005F0062")]
    [InlineData("CN=ä", "1E0200E4")]
    [InlineData("CN=𐐷", "1E04D801DC37")]
    [InlineData("C=US", "13025553")]
    [InlineData("E=a@b", "1603614062")]
    [InlineData("DC=ab", "16026162")]
    [InlineData("DC=ä", "0C02C3A4")]
    [InlineData("X21Address=1 2", "1203312032")]
    [InlineData("Phone=\"+1\"", "13022B31")]
    [InlineData("1.2.3=a", "130161")]
    [InlineData("1.2.3=_", "1E02005F")]
    public void Without_flags_text_beyond_printable_becomes_bmp(string text, string value) => AssertValue(value, text, s_default);

    [Theory]
    [InlineData("CN=a", "130161")]
    [InlineData("CN=ä", "1401E4")]
    [InlineData("CN=日", "1E0265E5")]
    [InlineData("DC=ä", "0C02C3A4")]
    public void Teletex_takes_what_is_latin_1(string text, string value) => AssertValue(value, text, s_default with { PrefersTeletex = true });

    [Theory]
    [InlineData("CN=a", "130161")]
    [InlineData("CN=ä", "0C02C3A4")]
    [InlineData("CN=日", "0C03E697A5")]
    public void Utf8_takes_the_place_of_bmp(string text, string value) => AssertValue(value, text, s_default with { PrefersUtf8 = true });

    [Theory]
    [InlineData("CN=a", "0C0161")]
    [InlineData("CN=ä", "0C02C3A4")]
    [InlineData("1.2.3=a", "0C0161")]
    [InlineData("C=US", "13025553")]
    [InlineData("E=a@b", "1603614062")]
    [InlineData("DC=ab", "16026162")]
    public void Forced_utf8_is_for_directory_strings_only(string text, string value) =>
        AssertValue(value, text, s_default with { ForcesUtf8 = true, PrefersTeletex = true });

    [Theory]
    [InlineData(",", "CN=a;b,O=c", "a;b")]
    [InlineData(";", "CN=a,b;O=c", "a,b")]
    [InlineData("\r\n", "CN=a,b;c\r\nO=c", "a,b;c")]
    [InlineData("\r\n", "CN=a,b;c\nO=c", "a,b;c")]
    [InlineData("\r\n", "\r\n CN = a,b;c \r\n\r\n O=c \n", "a,b;c")]
    public void Other_separators(string separators, string text, string first)
    {
        byte[] expected = EncodedName.Of(EncodedName.Part("2.5.4.3", new DerUtf8String(first)), EncodedName.Part("2.5.4.10", new DerUtf8String("c")));
        Assert.Equal(expected, NameEncoder.Encode(text, new NameSyntax { Separators = separators, ForcesUtf8 = true }));
    }

    [Fact]
    public void Plus_and_quotes_can_be_characters_like_others()
    {
        Assert.Equal("a+OU=b", Single(NameEncoder.Encode("CN=a+OU=b", s_default with { WithoutPlus = true, ForcesUtf8 = true })));
        Assert.Equal("\"a\"", Single(NameEncoder.Encode("CN=\"a\"", s_default with { WithoutQuotes = true, ForcesUtf8 = true })));
        AssertFault(NameTextFault.Syntax, 6, "CN=\"a,b\"", s_default with { WithoutQuotes = true });
    }

    [Fact]
    public void Mail_addresses_beyond_ascii_are_encoded_in_punycode()
    {
        NameSyntax syntax = s_default with { EncodesPunycode = true };
        Assert.Equal("xn--jrg-sna@xn--bcher-kva.example", Single(NameEncoder.Encode("E=jörg@bücher.example", syntax)));
        Assert.Equal("joe@example.com", Single(NameEncoder.Encode("E=joe@example.com", syntax)));
        AssertFault(NameTextFault.NotIa5, 2, "E=ö", syntax);
        AssertFault(NameTextFault.NotIa5, 2, "E=ö@", syntax);
    }

    [Fact]
    public void Keywords_and_attributes_are_those_of_the_reference_page()
    {
        string[] documented =
        [
            "CN 2.5.4.3", "L 2.5.4.7", "O 2.5.4.10", "OU 2.5.4.11", "E 1.2.840.113549.1.9.1", "Email 1.2.840.113549.1.9.1", "C 2.5.4.6",
            "S 2.5.4.8", "ST 2.5.4.8", "STREET 2.5.4.9", "T 2.5.4.12", "Title 2.5.4.12", "G 2.5.4.42", "GN 2.5.4.42", "GivenName 2.5.4.42",
            "I 2.5.4.43", "Initials 2.5.4.43", "SN 2.5.4.4", "DC 0.9.2342.19200300.100.1.25", "SERIALNUMBER 2.5.4.5",
        ];
        Assert.Equal(documented, NameKeywords.All.Take(documented.Length).Select(keyword => $"{keyword.Keyword} {keyword.Oid}"));
    }

    [Theory]
    [InlineData("CN=a, O=\"b, c\", OU=d e, C=US")]
    [InlineData("S=x, STREET=y, T=z, G=g, I=i, SN=s, SERIALNUMBER=1, E=a@b")]
    [InlineData("PostalCode=1, POBox=2, X21Address=3, Description=d, dnQualifier=q, OID.1.2.3=v")]
    public void The_framework_encodes_the_same(string text) =>
        Assert.Equal(new X500DistinguishedName(text, X500DistinguishedNameFlags.None).RawData, NameEncoder.Encode(text, s_default));

    [Fact]
    public void Any_value_comes_back_as_it_was_written() =>
        Prop.ForAll<NonNull<string>>(given =>
        {
            string value = given.Get.Replace('\0', ' ');
            if (value.Any(char.IsSurrogate))
                return true;
            foreach (NameSyntax syntax in (NameSyntax[])[s_default, s_default with { ForcesUtf8 = true }, s_default with { PrefersTeletex = true }])
            {
                byte[] name = NameEncoder.Encode($"CN=\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\", O=x", syntax);
                string text = NameWriter.Write(name, new NameFormat(NameStyle.X500) { TeletexIsLatin1 = true });
                if (!NameEncoder.Encode(text, syntax).AsSpan().SequenceEqual(name))
                    return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_text_is_encoded_or_refused() =>
        Prop.ForAll(Gen.Elements("CN=aü+,;\"# \n1.2.3\0\uD800".ToCharArray()).ArrayOf().ToArbitrary(), characters =>
        {
            try
            {
                byte[] name = NameEncoder.Encode(new string(characters), s_default);
                return NameWriter.Write(name, new NameFormat(NameStyle.X500)) is not null;
            }
            catch (NameTextException e)
            {
                return e.Position >= 0 && e.Position <= characters.Length;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static void AssertValue(string value, string text, NameSyntax syntax)
    {
        string encoded = Convert.ToHexString(NameEncoder.Encode(text, syntax));
        Assert.EndsWith(value, encoded, StringComparison.Ordinal);
        // Name, relative name and attribute: the value is all that follows the identifier.
        var attribute = (DerSequence)((DerSet)((DerSequence)Asn1Object.FromByteArray(Convert.FromHexString(encoded)))[0])[0];
        Assert.Equal(value, Convert.ToHexString(attribute[1].GetDerEncoded()));
    }

    private static void AssertFault(NameTextFault fault, int position, string text, NameSyntax syntax)
    {
        NameTextException thrown = Assert.Throws<NameTextException>(() => NameEncoder.Encode(text, syntax));
        Assert.Equal((fault, position), (thrown.Fault, thrown.Position));
    }

    private static string Single(byte[] name)
    {
        var attribute = (DerSequence)((DerSet)Assert.Single((DerSequence)Asn1Object.FromByteArray(name)))[0];
        return ((IAsn1String)attribute[1]).GetString();
    }
}
