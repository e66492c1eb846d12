namespace Staple32.Abi.Layout;

/// <summary>Encoding types: the low word is the certificate's, the high word the message's.</summary>
internal static class EncodingTypes
{
    public const uint CERT_ENCODING_TYPE_MASK = 0x0000FFFF;
    public const uint X509_ASN_ENCODING = 0x00000001;
    public const uint PKCS_7_ASN_ENCODING = 0x00010000;
}

/// <summary>CertSetCertificateContextProperty's flags.</summary>
internal static class PropertyFlags
{
    public const uint CERT_SET_PROPERTY_INHIBIT_PERSIST_FLAG = 0x40000000;
    public const uint CERT_SET_PROPERTY_IGNORE_PERSIST_ERROR_FLAG = 0x80000000;
}
