using System.Text;

namespace Staple32.Certificates.Names;

/// <summary>The value of an attribute as text for people and for C strings.</summary>
public static class AttributeText
{
    private const string MailAddressOid = "1.2.840.113549.1.9.1";

    /// <summary>
    /// A value that has been taken apart already, as CERT_RDN_ATTR holds it: single octets for the old string types,
    /// UTF-16 units for BMPString and UTF8String, 32-bit units for UniversalString, all in the host's order.
    /// </summary>
    /// <returns>The text; # and hex for what is no text; empty for <see cref="RdnValueType.Any"/>.</returns>
    public static string OfUnits(RdnValueType type, ReadOnlySpan<byte> units, bool teletexIsLatin1)
    {
        string? text = type switch
        {
            RdnValueType.Any => "",
            RdnValueType.BmpString or RdnValueType.Utf8String => Encoding.Unicode.GetString(units),
            RdnValueType.UniversalString => Encoding.UTF32.GetString(units),
            _ => StringOctets.Read(type, units, !teletexIsLatin1),
        };
        return text is null ? Hex(units) : Printable(text);
    }

    /// <summary>A value of an encoded Name, in the same form.</summary>
    internal static string Of(NameAttribute attribute, bool teletexIsLatin1, bool decodesPunycode)
    {
        string? text = attribute.Type == RdnValueType.TeletexString
            ? StringOctets.Read(attribute.Type, attribute.Contents.Span, !teletexIsLatin1)
            : attribute.Text;
        if (text is null)
            return Hex((attribute.Type == RdnValueType.OctetString ? attribute.Contents : attribute.Encoded).Span);
        return Printable(decodesPunycode && attribute.Oid == MailAddressOid ? InternationalMail.ToUnicode(text) : text);
    }

    /// <summary>
    /// A text without the character that would end it early for a C program: the name that such a program sees is never a
    /// part of the one that was signed.
    /// </summary>
    internal static string Printable(string text) => text.Replace('\0', '\uFFFD');

    private static string Hex(ReadOnlySpan<byte> octets) => "#" + Convert.ToHexString(octets);
}
