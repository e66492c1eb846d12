namespace Staple32.Abi.Layout;

/// <summary>CertNameToStr's and CertStrToName's dwStrType.</summary>
internal static class NameStrings
{
    public const uint TypeMask = 0x0000FFFF;
    public const uint CERT_OID_NAME_STR = 2;
    public const uint CERT_X500_NAME_STR = 3;
    public const uint CERT_XML_NAME_STR = 4;

    public const uint CERT_NAME_STR_SEMICOLON_FLAG = 0x40000000;
    public const uint CERT_NAME_STR_NO_PLUS_FLAG = 0x20000000;
    public const uint CERT_NAME_STR_NO_QUOTING_FLAG = 0x10000000;
    public const uint CERT_NAME_STR_CRLF_FLAG = 0x08000000;
    public const uint CERT_NAME_STR_COMMA_FLAG = 0x04000000;
    public const uint CERT_NAME_STR_REVERSE_FLAG = 0x02000000;
    public const uint CERT_NAME_STR_FORWARD_FLAG = 0x01000000;
    public const uint CERT_NAME_STR_DISABLE_IE4_UTF8_FLAG = 0x00010000;
    public const uint CERT_NAME_STR_ENABLE_T61_UNICODE_FLAG = 0x00020000;
    public const uint CERT_NAME_STR_ENABLE_UTF8_UNICODE_FLAG = 0x00040000;
    public const uint CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG = 0x00080000;
    public const uint CERT_NAME_STR_DISABLE_UTF8_DIR_STR_FLAG = 0x00100000;
    public const uint CERT_NAME_STR_ENABLE_PUNYCODE_FLAG = 0x00200000;
}

/// <summary>CertGetNameString's dwFlags.</summary>
internal static class NameFlags
{
    public const uint CERT_NAME_ISSUER_FLAG = 0x1;
    public const uint CERT_NAME_SEARCH_ALL_NAMES_FLAG = 0x2;
    public const uint CERT_NAME_DISABLE_IE4_UTF8_FLAG = 0x00010000;
}

/// <summary>dwValueType's two parts, and the flags of CertIsRDNAttrsInCertificateName.</summary>
internal static class RdnFlags
{
    public const uint CERT_RDN_TYPE_MASK = 0x000000FF;
    public const uint CERT_RDN_DISABLE_IE4_UTF8_FLAG = 0x01000000;
    public const uint CERT_UNICODE_IS_RDN_ATTRS_FLAG = 0x1;
    public const uint CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG = 0x2;
}

/// <summary>CertGetEnhancedKeyUsage's dwFlags.</summary>
internal static class UsageFlags
{
    public const uint CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG = 0x2;
    public const uint CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG = 0x4;
}
