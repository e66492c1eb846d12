using System.Diagnostics.CodeAnalysis;

namespace Staple32.TextEncoding;

/// <summary>What was read from a text.</summary>
/// <param name="Data">The bytes; null if the format is <see cref="TextFormat.Binary"/>, for the text itself is the data then.</param>
/// <param name="Format">The format that fitted: never one of the Any formats.</param>
/// <param name="Skipped">Characters before the BEGIN line; 0 without one.</param>
public sealed record DecodedText(byte[]? Data, TextFormat Format, int Skipped);

/// <summary>Reads bytes from text, as CryptStringToBinary does. Hostile text is refused, never thrown at the caller.</summary>
/// <remarks>
/// Without <c>strict</c>, white space may stand anywhere between Base64 characters, padding may be missing, and what
/// follows it is ignored. With it, padding must be whole, the bits that it leaves over zero, only white space may
/// follow, and the labels of BEGIN and END must agree.
/// </remarks>
public static class TextDecoder
{
    private static readonly TextFormat[] s_hexFormats =
        [TextFormat.HexAddress, TextFormat.HexAsciiAddress, TextFormat.HexAscii, TextFormat.Hex, TextFormat.HexRaw];

    /// <summary>Reads a text in a format, or in the first that fits if the format is one of the Any formats.</summary>
    /// <returns>False if the text is not in that format.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, TextFormat format, bool strict, [NotNullWhen(true)] out DecodedText? decoded)
    {
        decoded = format switch
        {
            TextFormat.Base64Any => Base64Any(text, strict),
            // What is left over after padding is a sign of binary data here, whatever the caller tolerates elsewhere.
            TextFormat.Any => Base64Any(text, strict: true) ?? Base64Any(text, strict, headerOnly: true) ?? new DecodedText(null, TextFormat.Binary, 0),
            TextFormat.HexAny => HexAny(text, strict),
            _ => One(text, format, strict),
        };
        return decoded is not null;
    }

    private static DecodedText? Base64Any(ReadOnlySpan<char> text, bool strict, bool headerOnly = false) =>
        One(text, TextFormat.Base64Header, strict) ?? (headerOnly ? null : One(text, TextFormat.Base64, strict));

    private static DecodedText? HexAny(ReadOnlySpan<char> text, bool strict)
    {
        foreach (TextFormat format in s_hexFormats)
        {
            if (One(text, format, strict) is { } decoded)
                return decoded;
        }

        return null;
    }

    private static DecodedText? One(ReadOnlySpan<char> text, TextFormat format, bool strict)
    {
        int skipped = 0;
        byte[]? data = format switch
        {
            TextFormat.Base64Header or TextFormat.Base64RequestHeader or TextFormat.Base64CrlHeader =>
                PemText.TryFind(text, format, strict, out skipped, out ReadOnlySpan<char> body) ? Base64Text.Read(body, urlAlphabet: false, strict) : null,
            TextFormat.Base64 => Base64Text.Read(text, urlAlphabet: false, strict),
            TextFormat.Base64Uri => Base64Text.Read(text, urlAlphabet: true, strict),
            TextFormat.HexRaw => HexDump.ReadRun(text),
            TextFormat.Hex => HexDump.Read(text, address: false, characters: false, strict),
            TextFormat.HexAscii => HexDump.Read(text, address: false, characters: true, strict),
            TextFormat.HexAddress => HexDump.Read(text, address: true, characters: false, strict),
            TextFormat.HexAsciiAddress => HexDump.Read(text, address: true, characters: true, strict),
            _ => null,
        };
        if (format == TextFormat.Binary)
            return new DecodedText(null, format, 0);
        return data is null ? null : new DecodedText(data, format, skipped);
    }
}
