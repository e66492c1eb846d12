using System.Text;
using Staple32.TextEncoding;
using Xunit;

namespace Staple32.Tests.TextEncoding;

public sealed class TextDecoderTests
{
    private const string Header = "-----BEGIN CERTIFICATE-----\n";
    private const string Trailer = "-----END CERTIFICATE-----\n";

    [Theory]
    [InlineData("VVVV", "UUU")]
    [InlineData("VVU=", "UU")]
    [InlineData("VQ==", "U")]
    [InlineData(" V\tV\r\nV\fV\v", "UUU")]
    [InlineData("", "")]
    public void Base64_is_read_across_white_space(string text, string expected)
    {
        Assert.Equal(expected, Read(text, TextFormat.Base64, strict: false));
        Assert.Equal(expected, Read(text, TextFormat.Base64, strict: true));
    }

    [Theory]
    [InlineData("VVU", "UU")] // no padding
    [InlineData("VQ=", "U")] // half of it
    [InlineData("VR==", "U")] // bits left over
    [InlineData("VVV=", "UU")]
    [InlineData("VQ== and more", "U")] // what follows is not ours
    [InlineData("VVVV==", "UUU")] // padding that nobody needs
    public void Sloppy_base64_is_read_unless_strictness_is_asked_for(string text, string expected)
    {
        Assert.Equal(expected, Read(text, TextFormat.Base64, strict: false));
        Assert.Null(Read(text, TextFormat.Base64, strict: true));
    }

    [Theory]
    [InlineData("V")]
    [InlineData("VVVVV")]
    [InlineData("VV?V")]
    [InlineData("VVVV?")]
    [InlineData("VVV\u0156")] // U+0156 is 'V' in its low octet
    [InlineData("V-V_")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void What_is_not_base64_is_refused(string text) => Assert.Null(Read(text, TextFormat.Base64, strict: false));

    [Fact]
    public void The_alphabet_for_urls_is_read_with_and_without_padding()
    {
        Assert.Equal(new byte[] { 0xFB, 0xFF, 0xBF, 0xFB }, Decode("-_-_-w", TextFormat.Base64Uri, strict: true)!.Data);
        Assert.Equal(new byte[] { 0xFB, 0xFF, 0xBF, 0xFB }, Decode("-_-_-w==", TextFormat.Base64Uri, strict: true)!.Data);
        Assert.Null(Decode("+/+/+w", TextFormat.Base64Uri, strict: false));
    }

    [Fact]
    public void Characters_before_the_begin_line_are_counted()
    {
        DecodedText decoded = Decode("subject=CN = a\n" + Header + "VVVV\n" + Trailer + "rest", TextFormat.Base64Header, strict: true)!;
        Assert.Equal(15, decoded.Skipped);
        Assert.Equal("UUU"u8, decoded.Data!);
    }

    [Fact]
    public void The_first_of_several_certificates_is_read() =>
        Assert.Equal("UUU", Read(Header + "VVVV\n" + Trailer + Header + "AAAA\n" + Trailer, TextFormat.Base64Header, strict: true));

    [Fact]
    public void Text_written_without_line_ends_is_read_back() =>
        Assert.Equal("UUU", Read("-----BEGIN CERTIFICATE-----VVVV-----END CERTIFICATE-----", TextFormat.Base64Header, strict: true));

    [Theory]
    [InlineData(Header + "VVVV\n")] // no end
    [InlineData("VVVV\n" + Trailer)] // no begin
    [InlineData("VVVV")]
    [InlineData("-----BEGIN CERTIFICATE\n-----\nVVVV\n" + Trailer)] // label over two lines
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nVVVV\n-----END EC PRIVATE KEY-----\n")]
    public void Text_without_a_whole_block_is_refused(string text) => Assert.Null(Read(text, TextFormat.Base64Header, strict: false));

    [Fact]
    public void A_broken_begin_line_does_not_hide_a_whole_one() =>
        Assert.Equal("UUU", Read("-----BEGIN oops\n" + Header + "VVVV\n" + Trailer, TextFormat.Base64Header, strict: true));

    [Fact]
    public void Labels_that_differ_are_read_unless_strictness_is_asked_for()
    {
        string text = Header + "VVVV\n-----END X509 CRL-----\n";
        Assert.Equal("UUU", Read(text, TextFormat.Base64Header, strict: false));
        Assert.Null(Read(text, TextFormat.Base64Header, strict: true));
    }

    [Theory]
    [InlineData(TextFormat.Base64RequestHeader, "NEW CERTIFICATE REQUEST", true)]
    [InlineData(TextFormat.Base64RequestHeader, "CERTIFICATE REQUEST", true)]
    [InlineData(TextFormat.Base64RequestHeader, "CERTIFICATE", false)]
    [InlineData(TextFormat.Base64CrlHeader, "X509 CRL", true)]
    [InlineData(TextFormat.Base64CrlHeader, "CERTIFICATE", false)]
    [InlineData(TextFormat.Base64Header, "ANYTHING", true)]
    public void Each_header_format_reads_its_labels(TextFormat format, string label, bool reads) =>
        Assert.Equal(reads ? "UUU" : null, Read($"-----BEGIN {label}-----\nVVVV\n-----END {label}-----\n", format, strict: true));

    [Fact]
    public void A_block_of_another_kind_before_the_right_one_is_skipped()
    {
        const string Crl = "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n";
        DecodedText decoded = Decode(Header + "VVVV\n" + Trailer + Crl, TextFormat.Base64CrlHeader, strict: true)!;
        Assert.Equal((Header + "VVVV\n" + Trailer).Length, decoded.Skipped);
        Assert.Equal(new byte[3], decoded.Data);
    }

    [Theory]
    [InlineData(TextFormat.Base64Any, Header + "VVVV\n" + Trailer, TextFormat.Base64Header)]
    [InlineData(TextFormat.Base64Any, "VVVV", TextFormat.Base64)]
    [InlineData(TextFormat.Any, "x\n" + Header + "VVVV\n" + Trailer, TextFormat.Base64Header)]
    [InlineData(TextFormat.Any, "VVVV", TextFormat.Base64)]
    [InlineData(TextFormat.Any, "0\u0082\u0003", TextFormat.Binary)] // DER begins with a Base64 digit
    [InlineData(TextFormat.Any, "VQ==\u0001\u0002", TextFormat.Binary)] // and may begin with more of them
    [InlineData(TextFormat.HexAny, "00 01 02", TextFormat.Hex)]
    [InlineData(TextFormat.HexAny, "000102", TextFormat.HexRaw)]
    [InlineData(TextFormat.HexAny, "0000\t00 01 02", TextFormat.HexAddress)]
    public void Any_formats_say_what_they_found(TextFormat format, string text, TextFormat expected) =>
        Assert.Equal(expected, Decode(text, format, strict: false)!.Format);

    [Theory]
    [InlineData(TextFormat.Base64Any, "?")]
    [InlineData(TextFormat.HexAny, "0g")]
    [InlineData(TextFormat.HexAny, "012")]
    [InlineData(TextFormat.Hex, "0001")]
    [InlineData(TextFormat.Hex, "00 1")]
    [InlineData(TextFormat.HexAddress, "00 01 02")]
    [InlineData(TextFormat.HexAddress, "0000\t00 01\n0010\t02")] // a line is missing
    [InlineData(TextFormat.HexAscii, "00 01")]
    public void Text_that_fits_no_format_is_refused(TextFormat format, string text) => Assert.Null(Decode(text, format, strict: false));

    [Fact]
    public void Characters_that_look_like_digits_are_not_taken_for_bytes()
    {
        byte[] data = "01 02 03 04 05 0"u8.ToArray();
        foreach (TextFormat format in new[] { TextFormat.HexAscii, TextFormat.HexAsciiAddress })
        {
            DecodedText decoded = Decode(TextEncoder.Encode(data, format, LineEnding.CrLf), TextFormat.HexAny, strict: true)!;
            Assert.Equal((format, Convert.ToHexString(data)), (decoded.Format, Convert.ToHexString(decoded.Data!)));
        }
    }

    [Fact]
    public void Characters_that_contradict_the_bytes_are_refused_when_strict()
    {
        string text = TextEncoder.Encode("abc"u8, TextFormat.HexAscii, LineEnding.Lf).Replace("abc", "abd", StringComparison.Ordinal);
        Assert.Equal("abc", Read(text, TextFormat.HexAscii, strict: false));
        Assert.Null(Read(text, TextFormat.HexAscii, strict: true));
    }

    [Fact]
    public void Binary_is_the_text_itself()
    {
        DecodedText decoded = Decode("-----BEGIN", TextFormat.Binary, strict: true)!;
        Assert.Equal((null, TextFormat.Binary, 0), (decoded.Data, decoded.Format, decoded.Skipped));
    }

    private static DecodedText? Decode(string text, TextFormat format, bool strict) =>
        TextDecoder.TryDecode(text, format, strict, out DecodedText? decoded) ? decoded : null;

    private static string? Read(string text, TextFormat format, bool strict) =>
        Decode(text, format, strict) is { } decoded ? Encoding.Latin1.GetString(decoded.Data!) : null;
}
