using System.Text;

namespace Staple32.Certificates.Names;

/// <summary>Text of the ASN.1 string types as octets, and back.</summary>
internal static class StringOctets
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding s_ucs2 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UTF32Encoding s_ucs4 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>The text, or null for octets that the type does not allow and for types that are no text.</summary>
    /// <param name="type">The string type.</param>
    /// <param name="contents">The contents octets.</param>
    /// <param name="utf8InTeletex">Whether a TeletexString is UTF-8 if it can be, as older browsers wrote it.</param>
    public static string? Read(RdnValueType type, ReadOnlySpan<byte> contents, bool utf8InTeletex)
    {
        if (!type.IsText())
            return null;
        if (type == RdnValueType.TeletexString && utf8InTeletex && TryDecode(s_utf8, contents) is { } text)
            return text;
        return TryDecode(EncodingOf(type), contents);
    }

    /// <summary>The octets of a text whose characters the type has.</summary>
    public static byte[] Write(RdnValueType type, string text) => EncodingOf(type).GetBytes(text);

    // CAs put characters beyond their alphabet into the old types; Latin-1 shows them without loss.
    private static Encoding EncodingOf(RdnValueType type) => type switch
    {
        RdnValueType.Utf8String => s_utf8,
        RdnValueType.BmpString => s_ucs2,
        RdnValueType.UniversalString => s_ucs4,
        _ => Encoding.Latin1,
    };

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> contents)
    {
        try
        {
            return encoding.GetString(contents);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
