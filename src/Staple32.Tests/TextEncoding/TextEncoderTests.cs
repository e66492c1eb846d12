using System.Text;
using Staple32.TextEncoding;
using Xunit;

namespace Staple32.Tests.TextEncoding;

public sealed class TextEncoderTests
{
    private static readonly byte[] s_nineteen = [.. Enumerable.Range(0x30, 19).Select(i => (byte)i)];

    [Theory]
    [InlineData(TextFormat.Base64Header, "-----BEGIN CERTIFICATE-----\r\nMTIz\r\n-----END CERTIFICATE-----\r\n")]
    [InlineData(TextFormat.Base64RequestHeader, "-----BEGIN NEW CERTIFICATE REQUEST-----\r\nMTIz\r\n-----END NEW CERTIFICATE REQUEST-----\r\n")]
    [InlineData(TextFormat.Base64CrlHeader, "-----BEGIN X509 CRL-----\r\nMTIz\r\n-----END X509 CRL-----\r\n")]
    [InlineData(TextFormat.Base64, "MTIz\r\n")]
    [InlineData(TextFormat.Base64Uri, "MTIz")]
    [InlineData(TextFormat.Hex, "31 32 33\r\n")]
    [InlineData(TextFormat.HexRaw, "313233\r\n")]
    [InlineData(TextFormat.HexAddress, "0000\t31 32 33\r\n")]
    public void Every_format_has_its_form(TextFormat format, string expected) =>
        Assert.Equal(expected, TextEncoder.Encode("123"u8, format, LineEnding.CrLf));

    [Fact]
    public void Characters_stand_in_one_column_whatever_the_line_holds() =>
        Assert.Equal(
            "0000\t30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f   0123456789:;<=>?\n"
            + "0010\t40 41 42                                           @AB\n",
            TextEncoder.Encode(s_nineteen, TextFormat.HexAsciiAddress, LineEnding.Lf));

    [Fact]
    public void Bytes_that_are_not_printable_are_shown_as_dots() =>
        Assert.EndsWith("   . ~..\n", TextEncoder.Encode([0x1F, 0x20, 0x7E, 0x7F, 0xFF], TextFormat.HexAscii, LineEnding.Lf), StringComparison.Ordinal);

    [Theory]
    [InlineData(48, 1)]
    [InlineData(49, 2)]
    [InlineData(96, 2)]
    public void Base64_breaks_after_64_characters(int size, int lines)
    {
        string[] written = TextEncoder.Encode(new byte[size], TextFormat.Base64, LineEnding.Lf).Split('\n');
        Assert.Equal("", written[^1]);
        Assert.Equal(lines, written.Length - 1);
        Assert.All(written[..^2], line => Assert.Equal(64, line.Length));
    }

    [Theory]
    [InlineData(TextFormat.Base64)]
    [InlineData(TextFormat.Base64Header)]
    [InlineData(TextFormat.Hex)]
    [InlineData(TextFormat.HexAsciiAddress)]
    public void Without_line_ends_there_is_one_line(TextFormat format) =>
        Assert.DoesNotContain('\n', TextEncoder.Encode(new byte[100], format, LineEnding.None));

    [Fact]
    public void The_alphabet_for_urls_has_no_plus_slash_or_padding() =>
        Assert.Equal("-_-_-w", TextEncoder.Encode([0xFB, 0xFF, 0xBF, 0xFB], TextFormat.Base64Uri, LineEnding.CrLf));

    [Theory]
    [InlineData(TextFormat.Any)]
    [InlineData(TextFormat.Base64Any)]
    [InlineData(TextFormat.HexAny)]
    [InlineData(TextFormat.Binary)]
    [InlineData((TextFormat)14)]
    public void Formats_that_cannot_be_written_are_refused(TextFormat format) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TextEncoder.Encode(Encoding.ASCII.GetBytes("x"), format, LineEnding.CrLf));
}
