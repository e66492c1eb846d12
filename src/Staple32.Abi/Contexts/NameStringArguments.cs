using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates.Names;

namespace Staple32.Abi.Contexts;

/// <summary>Turns dwStrType into how a Name is written or read. Flags that do not concern the direction are passed over.</summary>
internal static class NameStringArguments
{
    /// <summary>For CertNameToStr. Of several separators the semicolon counts, then the line end.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: no such type.</exception>
    public static NameFormat ReadFormat(uint type)
    {
        var style = (NameStyle)(type & NameStrings.TypeMask);
        if (style is < NameStyle.Simple or > NameStyle.Xml)
            throw new AbiException(Errors.E_INVALIDARG, "no such string type");
        return new NameFormat(style)
        {
            Separator = Has(type, NameStrings.CERT_NAME_STR_SEMICOLON_FLAG) ? NameSeparator.Semicolon
                : Has(type, NameStrings.CERT_NAME_STR_CRLF_FLAG) ? NameSeparator.NewLine
                : NameSeparator.Comma,
            WithoutPlus = Has(type, NameStrings.CERT_NAME_STR_NO_PLUS_FLAG),
            WithoutQuotes = Has(type, NameStrings.CERT_NAME_STR_NO_QUOTING_FLAG),
            Reversed = Has(type, NameStrings.CERT_NAME_STR_REVERSE_FLAG),
            TeletexIsLatin1 = Has(type, NameStrings.CERT_NAME_STR_DISABLE_IE4_UTF8_FLAG),
            DecodesPunycode = Has(type, NameStrings.CERT_NAME_STR_ENABLE_PUNYCODE_FLAG),
        };
    }

    /// <summary>For CertStrToName. Of several separators the semicolon counts, then the comma, then the line end.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: a type that cannot be read.</exception>
    public static NameSyntax ReadSyntax(uint type)
    {
        if ((type & NameStrings.TypeMask) is not (0 or NameStrings.CERT_OID_NAME_STR or NameStrings.CERT_X500_NAME_STR))
            throw new AbiException(Errors.E_INVALIDARG, "a string type that cannot be read");
        bool forcesUtf8 = Has(type, NameStrings.CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG)
            && !Has(type, NameStrings.CERT_NAME_STR_DISABLE_UTF8_DIR_STR_FLAG);
        return new NameSyntax
        {
            Separators = Has(type, NameStrings.CERT_NAME_STR_SEMICOLON_FLAG) ? ";"
                : Has(type, NameStrings.CERT_NAME_STR_COMMA_FLAG) ? ","
                : Has(type, NameStrings.CERT_NAME_STR_CRLF_FLAG) ? "\r\n"
                : ",;",
            WithoutPlus = Has(type, NameStrings.CERT_NAME_STR_NO_PLUS_FLAG),
            WithoutQuotes = Has(type, NameStrings.CERT_NAME_STR_NO_QUOTING_FLAG),
            Reversed = Has(type, NameStrings.CERT_NAME_STR_REVERSE_FLAG) && !Has(type, NameStrings.CERT_NAME_STR_FORWARD_FLAG),
            PrefersTeletex = Has(type, NameStrings.CERT_NAME_STR_ENABLE_T61_UNICODE_FLAG),
            PrefersUtf8 = Has(type, NameStrings.CERT_NAME_STR_ENABLE_UTF8_UNICODE_FLAG),
            ForcesUtf8 = forcesUtf8,
            EncodesPunycode = Has(type, NameStrings.CERT_NAME_STR_ENABLE_PUNYCODE_FLAG),
        };
    }

    private static bool Has(uint type, uint flag) => (type & flag) != 0;
}
