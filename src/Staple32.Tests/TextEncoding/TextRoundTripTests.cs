using FsCheck;
using FsCheck.Fluent;
using Staple32.TextEncoding;
using Xunit;

namespace Staple32.Tests.TextEncoding;

public sealed class TextRoundTripTests
{
    private static readonly TextFormat[] s_written =
    [
        TextFormat.Base64Header, TextFormat.Base64, TextFormat.Base64RequestHeader, TextFormat.Hex, TextFormat.HexAscii,
        TextFormat.Base64CrlHeader, TextFormat.HexAddress, TextFormat.HexAsciiAddress, TextFormat.HexRaw, TextFormat.Base64Uri,
    ];

    // Columns before and behind the bytes cannot be told from them once the lines are joined.
    private static readonly TextFormat[] s_needLines = [TextFormat.HexAscii, TextFormat.HexAddress, TextFormat.HexAsciiAddress];

    [Fact]
    public void Strict_reading_gives_back_what_was_written() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(data => AllForms().All(form =>
            (form.Ending == LineEnding.None && s_needLines.Contains(form.Format) && data.Length > 16)
            || (TextDecoder.TryDecode(TextEncoder.Encode(data, form.Format, form.Ending), form.Format, strict: true, out DecodedText? decoded)
                && decoded.Data!.AsSpan().SequenceEqual(data)
                && decoded.Format == form.Format
                && decoded.Skipped == 0))));

    [Fact]
    public void Long_data_comes_back_from_every_format()
    {
        byte[] data = new byte[70_000];
        new Random(32).NextBytes(data);
        foreach (TextFormat format in s_written)
        {
            Assert.True(TextDecoder.TryDecode(TextEncoder.Encode(data, format, LineEnding.CrLf), format, strict: true, out DecodedText? decoded));
            Assert.Equal(data, decoded.Data);
        }
    }

    [Fact]
    public void No_text_makes_the_decoder_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Hostile().ToArbitrary(), text =>
        {
            for (int format = 0; format <= (int)TextFormat.Base64Uri + 1; format++)
            {
                TextDecoder.TryDecode(text, (TextFormat)format, strict: false, out _);
                TextDecoder.TryDecode(text, (TextFormat)format, strict: true, out _);
            }
        }));

    [Fact]
    public void Time_grows_with_the_text_and_not_with_its_square()
    {
        // A megabyte of begin lines that never end, and of ones that match nothing: minutes if each were searched to the end.
        foreach (string line in new[] { "-----BEGIN ", "-----BEGIN A-----\n" })
        {
            string text = string.Concat(Enumerable.Repeat(line, 1_000_000 / line.Length));
            Assert.False(TextDecoder.TryDecode(text, TextFormat.Base64CrlHeader, strict: false, out _));
            Assert.False(TextDecoder.TryDecode(text, TextFormat.Base64Header, strict: false, out _));
        }
    }

    private static IEnumerable<(TextFormat Format, LineEnding Ending)> AllForms() =>
        from format in s_written
        from ending in new[] { LineEnding.CrLf, LineEnding.Lf, LineEnding.None }
        select (format, ending);

    // Pieces that each mean something, in any order, with a stray character now and then.
    private static Gen<string> Hostile()
    {
        Gen<string> piece = Gen.OneOf(
            Gen.Elements("-----BEGIN ", "-----END ", "-----", "CERTIFICATE", "X509 CRL", "\r\n", "\n", "=", "0000\t", "00 01", "   ", "VVVV", "V", "\0"),
            ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()));
        return piece.ListOf().Select(string.Concat);
    }
}
