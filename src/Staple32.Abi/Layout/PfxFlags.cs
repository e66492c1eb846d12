namespace Staple32.Abi.Layout;

/// <summary>The dwFlags of PFXImportCertStore.</summary>
internal static class PfxFlags
{
    public const uint CRYPT_EXPORTABLE = 0x00000001;
    public const uint CRYPT_USER_PROTECTED = 0x00000002;
    public const uint PKCS12_INCLUDE_EXTENDED_PROPERTIES = 0x00000010;
    public const uint CRYPT_MACHINE_KEYSET = 0x00000020;
    public const uint PKCS12_IMPORT_SILENT = 0x00000040;
    public const uint PKCS12_PREFER_CNG_KSP = 0x00000100;
    public const uint PKCS12_ALWAYS_CNG_KSP = 0x00000200;
    public const uint PKCS12_ONLY_CERTIFICATES = 0x00000400;
    public const uint PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES = 0x00000800;
    public const uint CRYPT_USER_KEYSET = 0x00001000;
    public const uint PKCS12_ALLOW_OVERWRITE_KEY = 0x00004000;
    public const uint PKCS12_NO_PERSIST_KEY = 0x00008000;
    public const uint PKCS12_VIRTUAL_ISOLATION_KEY = 0x00010000;
    public const uint PKCS12_NAMED_NO_PERSIST_KEY = 0x00020000;
    public const uint CRYPT_USER_PROTECTED_STRONG = 0x00100000;
}
