using System.Buffers;
using System.Formats.Asn1;

namespace Staple32.Certificates.Names;

/// <summary>Encodes the text of a Name (CertStrToName), choosing each value's string type.</summary>
public static class NameEncoder
{
    private static readonly SearchValues<char> s_printable =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?");
    private static readonly SearchValues<char> s_numeric = SearchValues.Create("0123456789 ");

    /// <returns>The Name in DER.</returns>
    /// <exception cref="NameTextException">The text is not that of a Name, or a value has characters that its attribute does not allow.</exception>
    public static byte[] Encode(string text, NameSyntax syntax)
    {
        List<List<WrittenAttribute>> relativeNames = new NameParser(text, syntax).Parse();
        if (syntax.Reversed)
            relativeNames.Reverse();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (List<WrittenAttribute> relativeName in relativeNames)
            {
                using (writer.PushSetOf())
                {
                    foreach (WrittenAttribute attribute in relativeName)
                        WriteAttribute(writer, attribute, syntax);
                }
            }
        }
        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, WrittenAttribute attribute, NameSyntax syntax)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(attribute.Oid);
            if (attribute.Octets is not null)
            {
                writer.WriteOctetString(attribute.Octets);
                return;
            }

            (RdnValueType type, string text) = Choose(attribute, syntax);
            WriteString(writer, type, text);
        }
    }

    // AsnWriter has no T61String of this kind, and no BMPString of surrogates: an octet string lends its form.
    private static void WriteString(AsnWriter writer, RdnValueType type, string text)
    {
        var octets = new AsnWriter(AsnEncodingRules.DER);
        octets.WriteOctetString(StringOctets.Write(type, text));
        byte[] encoded = octets.Encode();
        encoded[0] = (byte)type.TagOf();
        writer.WriteEncodedValue(encoded);
    }

    private static (RdnValueType Type, string Text) Choose(WrittenAttribute attribute, NameSyntax syntax)
    {
        string text = attribute.Text!;
        Check(attribute, FirstUnpaired(text), NameTextFault.Syntax);
        switch (NameKeywords.OfAttribute(attribute.Oid)?.Alphabet ?? NameAlphabet.PrintableOrUnicode)
        {
            case NameAlphabet.Printable:
                Check(attribute, text.AsSpan().IndexOfAnyExcept(s_printable), NameTextFault.NotPrintable);
                return (RdnValueType.PrintableString, text);
            case NameAlphabet.Numeric:
                Check(attribute, text.AsSpan().IndexOfAnyExcept(s_numeric), NameTextFault.NotNumeric);
                return (RdnValueType.NumericString, text);
            case NameAlphabet.Ia5:
                if (syntax.EncodesPunycode)
                    text = InternationalMail.ToAscii(text) ?? text;
                Check(attribute, FirstBeyond(text, '\x7F'), NameTextFault.NotIa5);
                return (RdnValueType.Ia5String, text);
            case NameAlphabet.Ia5OrUtf8:
                return (FirstBeyond(text, '\x7F') < 0 ? RdnValueType.Ia5String : RdnValueType.Utf8String, text);
            default:
                return (ChooseDirectoryString(text, syntax), text);
        }
    }

    private static RdnValueType ChooseDirectoryString(string text, NameSyntax syntax)
    {
        if (syntax.ForcesUtf8)
            return RdnValueType.Utf8String;
        if (!text.AsSpan().ContainsAnyExcept(s_printable))
            return RdnValueType.PrintableString;
        if (syntax.PrefersTeletex && FirstBeyond(text, '\xFF') < 0)
            return RdnValueType.TeletexString;
        return syntax.PrefersUtf8 ? RdnValueType.Utf8String : RdnValueType.BmpString;
    }

    private static int FirstBeyond(string text, char last) => text.AsSpan().IndexOfAnyExceptInRange('\0', last);

    // Half a surrogate pair is no character, and no string type can carry it.
    private static int FirstUnpaired(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }
        return -1;
    }

    private static void Check(WrittenAttribute attribute, int index, NameTextFault fault)
    {
        if (index >= 0)
            throw new NameTextException(fault, attribute.PositionOf(index));
    }
}
