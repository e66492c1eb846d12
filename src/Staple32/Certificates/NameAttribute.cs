using System.Formats.Asn1;
using System.Text;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>An AttributeTypeAndValue of a Name (RFC 5280 4.1.2.4).</summary>
/// <param name="Oid">The attribute's type, dotted.</param>
/// <param name="Encoded">The value with its tag and length.</param>
/// <param name="Text">The value if it is of a string type and well-formed, else null.</param>
internal readonly record struct NameAttribute(string Oid, ReadOnlyMemory<byte> Encoded, string? Text)
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding s_strictUcs2 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UTF32Encoding s_strictUcs4 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <exception cref="AsnContentException">Not an AttributeTypeAndValue.</exception>
    public static NameAttribute Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        string oid = inside.ReadOid();
        ReadOnlyMemory<byte> encoded = inside.ReadEncoded();
        inside.ExpectEnd();
        ReadOnlyMemory<byte> contents = new DerReader(encoded).ReadContents(out Asn1Tag tag);
        return new NameAttribute(oid, encoded, ReadText(tag, contents.Span));
    }

    private static string? ReadText(Asn1Tag tag, ReadOnlySpan<byte> contents)
    {
        if (tag.TagClass != TagClass.Universal || tag.IsConstructed)
            return null;
        // CAs put characters beyond their alphabet into the old types; Latin-1 shows them without loss.
        Encoding? encoding = (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => s_strictUtf8,
            UniversalTagNumber.BMPString => s_strictUcs2,
            UniversalTagNumber.UniversalString => s_strictUcs4,
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.T61String
                or UniversalTagNumber.VisibleString or UniversalTagNumber.NumericString => Encoding.Latin1,
            _ => null,
        };
        try
        {
            return encoding?.GetString(contents);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
