using System.Buffers;
using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Staple32.Certificates.Names;

/// <summary>Writes an encoded Name as text (CertNameToStr): RFC 1779 with the quoting rules of Windows.</summary>
public static class NameWriter
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(",+=\"\n<>#;");

    /// <summary>The Name as text; empty for one without parts.</summary>
    /// <exception cref="AsnContentException">Not a Name.</exception>
    public static string Write(ReadOnlyMemory<byte> name, NameFormat format) => Write(DistinguishedName.Read(name), format);

    internal static string Write(List<List<NameAttribute>> relativeNames, NameFormat format)
    {
        if (format.Reversed)
            relativeNames.Reverse();
        var text = new StringBuilder();
        foreach (List<NameAttribute> relativeName in relativeNames)
        {
            if (format.Style == NameStyle.Xml)
                AppendElements(text, relativeName, format);
            else
                AppendRelativeName(text, relativeName, format);
        }
        return text.ToString();
    }

    private static void AppendRelativeName(StringBuilder text, List<NameAttribute> relativeName, NameFormat format)
    {
        string separator = text.Length == 0 ? "" : format.Separator switch
        {
            NameSeparator.Semicolon => "; ",
            NameSeparator.NewLine => "\r\n",
            _ => ", ",
        };
        foreach (NameAttribute attribute in relativeName)
        {
            text.Append(separator);
            AppendLabel(text, attribute.Oid, format.Style);
            string value = AttributeText.Of(attribute, format.TeletexIsLatin1, format.DecodesPunycode);
            if (!format.WithoutQuotes && attribute.Text is not null && NeedsQuotes(value))
                text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                text.Append(value);
            separator = format.WithoutPlus ? " " : " + ";
        }
    }

    private static void AppendLabel(StringBuilder text, string oid, NameStyle style)
    {
        if (style == NameStyle.Oid)
            text.Append(oid).Append('=');
        else if (style == NameStyle.X500)
            text.Append(NameKeywords.OfAttribute(oid)?.Keyword ?? "OID." + oid).Append('=');
    }

    private static bool NeedsQuotes(string value) =>
        value.Length == 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) || value.AsSpan().ContainsAny(s_special);

    private static void AppendElements(StringBuilder text, List<NameAttribute> relativeName, NameFormat format)
    {
        bool isFurther = false;
        foreach (NameAttribute attribute in relativeName)
        {
            if (text.Length > 0 && format.Separator == NameSeparator.NewLine)
                text.Append("\r\n");
            string further = isFurther ? " rDNAttribute=\"true\"" : "";
            isFurther = true;
            string value = AttributeText.Of(attribute, format.TeletexIsLatin1, format.DecodesPunycode);
            bool isText = attribute.Text is not null;
            if (isText && NameKeywords.OfAttribute(attribute.Oid) is { } known)
            {
                text.Append(CultureInfo.InvariantCulture, $"<{known.Keyword}{further}>");
                AppendEscaped(text, value);
                text.Append(CultureInfo.InvariantCulture, $"</{known.Keyword}>");
                continue;
            }

            string kind = isText ? "string" : attribute.Type == RdnValueType.OctetString ? "octet" : "encoded";
            text.Append(CultureInfo.InvariantCulture, $"<RDN{further} oid=\"{attribute.Oid}\" type=\"{kind}\">");
            AppendEscaped(text, isText ? value : value[1..]);
            text.Append("</RDN>");
        }
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (Rune rune in value.EnumerateRunes())
        {
            string? entity = rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\'' => "&apos;",
                '"' => "&quot;",
                _ => null,
            };
            if (entity is not null)
                text.Append(entity);
            else if (rune.Value is < ' ' or > 0x7F)
                text.Append(CultureInfo.InvariantCulture, $"&#x{rune.Value:X4};");
            else
                text.Append((char)rune.Value);
        }
    }
}
