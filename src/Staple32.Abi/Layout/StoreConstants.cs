namespace Staple32.Abi.Layout;

/// <summary>CertOpenStore's providers by number; a larger value is the address of a name.</summary>
internal static class StoreProviders
{
    public const nint CERT_STORE_PROV_MSG = 1;
    public const nint CERT_STORE_PROV_MEMORY = 2;
    public const nint CERT_STORE_PROV_FILE = 3;
    public const nint CERT_STORE_PROV_REG = 4;
    public const nint CERT_STORE_PROV_PKCS7 = 5;
    public const nint CERT_STORE_PROV_SERIALIZED = 6;
    public const nint CERT_STORE_PROV_FILENAME_A = 7;
    public const nint CERT_STORE_PROV_FILENAME_W = 8;
    public const nint CERT_STORE_PROV_SYSTEM_A = 9;
    public const nint CERT_STORE_PROV_SYSTEM_W = 10;
    public const nint CERT_STORE_PROV_COLLECTION = 11;
    public const nint CERT_STORE_PROV_SYSTEM_REGISTRY_A = 12;
    public const nint CERT_STORE_PROV_SYSTEM_REGISTRY_W = 13;
    public const nint CERT_STORE_PROV_PHYSICAL_W = 14;
    public const nint CERT_STORE_PROV_SMART_CARD_W = 15;
    public const nint CERT_STORE_PROV_LDAP_W = 16;
    public const nint CERT_STORE_PROV_PKCS12 = 17;
    public const nint LastNumber = 0xFFFF;
}

/// <summary>CertOpenStore's and CertCloseStore's flags.</summary>
internal static class StoreFlags
{
    public const uint CERT_STORE_NO_CRYPT_RELEASE_FLAG = 0x00000001;
    public const uint CERT_STORE_SET_LOCALIZED_NAME_FLAG = 0x00000002;
    public const uint CERT_STORE_DEFER_CLOSE_UNTIL_LAST_FREE_FLAG = 0x00000004;
    public const uint CERT_STORE_DELETE_FLAG = 0x00000010;
    public const uint CERT_STORE_MANIFOLD_FLAG = 0x00000100;
    public const uint CERT_STORE_ENUM_ARCHIVED_FLAG = 0x00000200;
    public const uint CERT_STORE_CREATE_NEW_FLAG = 0x00002000;
    public const uint CERT_STORE_OPEN_EXISTING_FLAG = 0x00004000;
    public const uint CERT_STORE_READONLY_FLAG = 0x00008000;

    public const uint CERT_FILE_STORE_COMMIT_ENABLE_FLAG = 0x00010000;

    public const uint CERT_SYSTEM_STORE_LOCATION_MASK = 0x00FF0000;
    public const int CERT_SYSTEM_STORE_LOCATION_SHIFT = 16;
    public const uint CERT_SYSTEM_STORE_CURRENT_USER_ID = 1;
    public const uint CERT_SYSTEM_STORE_LOCAL_MACHINE_ID = 2;
    public const uint CERT_SYSTEM_STORE_RELOCATE_FLAG = 0x80000000;

    public const uint CERT_CLOSE_STORE_FORCE_FLAG = 0x00000001;
    public const uint CERT_CLOSE_STORE_CHECK_FLAG = 0x00000002;

    public const uint CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG = 0x1;
}

/// <summary>CertSaveStore's forms and places.</summary>
internal static class StoreSaving
{
    public const uint CERT_STORE_SAVE_AS_STORE = 1;
    public const uint CERT_STORE_SAVE_AS_PKCS7 = 2;
    public const uint CERT_STORE_SAVE_AS_PKCS12 = 3;

    public const uint CERT_STORE_SAVE_TO_FILE = 1;
    public const uint CERT_STORE_SAVE_TO_MEMORY = 2;
    public const uint CERT_STORE_SAVE_TO_FILENAME_A = 3;
    public const uint CERT_STORE_SAVE_TO_FILENAME_W = 4;
}

/// <summary>CertControlStore's control types and flags.</summary>
internal static class StoreControlTypes
{
    public const uint CERT_STORE_CTRL_RESYNC = 1;
    public const uint CERT_STORE_CTRL_NOTIFY_CHANGE = 2;
    public const uint CERT_STORE_CTRL_COMMIT = 3;
    public const uint CERT_STORE_CTRL_AUTO_RESYNC = 4;
    public const uint CERT_STORE_CTRL_CANCEL_NOTIFY = 5;

    public const uint CERT_STORE_CTRL_INHIBIT_DUPLICATE_HANDLE_FLAG = 0x1;
    public const uint CERT_STORE_CTRL_COMMIT_FORCE_FLAG = 0x1;
    public const uint CERT_STORE_CTRL_COMMIT_CLEAR_FLAG = 0x2;
}

/// <summary>CertFindCertificateInStore's find types.</summary>
internal static class FindTypes
{
    private const int CERT_COMPARE_SHIFT = 16;
    private const uint CERT_INFO_ISSUER_FLAG = 4;
    private const uint CERT_INFO_SUBJECT_FLAG = 7;

    public const uint CERT_FIND_ANY = 0;
    public const uint CERT_FIND_SHA1_HASH = 1 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_SUBJECT_NAME = (2 << CERT_COMPARE_SHIFT) | CERT_INFO_SUBJECT_FLAG;
    public const uint CERT_FIND_ISSUER_NAME = (2 << CERT_COMPARE_SHIFT) | CERT_INFO_ISSUER_FLAG;
    public const uint CERT_FIND_SUBJECT_ATTR = (3 << CERT_COMPARE_SHIFT) | CERT_INFO_SUBJECT_FLAG;
    public const uint CERT_FIND_ISSUER_ATTR = (3 << CERT_COMPARE_SHIFT) | CERT_INFO_ISSUER_FLAG;
    public const uint CERT_FIND_MD5_HASH = 4 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_PROPERTY = 5 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_PUBLIC_KEY = 6 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_SUBJECT_STR_A = (7 << CERT_COMPARE_SHIFT) | CERT_INFO_SUBJECT_FLAG;
    public const uint CERT_FIND_ISSUER_STR_A = (7 << CERT_COMPARE_SHIFT) | CERT_INFO_ISSUER_FLAG;
    public const uint CERT_FIND_SUBJECT_STR_W = (8 << CERT_COMPARE_SHIFT) | CERT_INFO_SUBJECT_FLAG;
    public const uint CERT_FIND_ISSUER_STR_W = (8 << CERT_COMPARE_SHIFT) | CERT_INFO_ISSUER_FLAG;
    public const uint CERT_FIND_KEY_SPEC = 9 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_ENHKEY_USAGE = 10 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_SUBJECT_CERT = 11 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_ISSUER_OF = 12 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_EXISTING = 13 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_SIGNATURE_HASH = 14 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_KEY_IDENTIFIER = 15 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_CERT_ID = 16 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_CROSS_CERT_DIST_POINTS = 17 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_PUBKEY_MD5_HASH = 18 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_SUBJECT_INFO_ACCESS = 19 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_HASH_STR = 20 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_HAS_PRIVATE_KEY = 21 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_SHA256_HASH = 22 << CERT_COMPARE_SHIFT;
    public const uint CERT_FIND_SHA1_SHA256_HASH = 23 << CERT_COMPARE_SHIFT;
}

/// <summary>CERT_ID's dwIdChoice.</summary>
internal static class CertificateIdChoices
{
    public const uint CERT_ID_ISSUER_SERIAL_NUMBER = 1;
    public const uint CERT_ID_KEY_IDENTIFIER = 2;
    public const uint CERT_ID_SHA1_HASH = 3;
}

/// <summary>CertFindCRLInStore's find types; its other flags are those of CrlFilters.</summary>
internal static class CrlFindTypes
{
    public const uint CRL_FIND_ANY = 0;
    public const uint CRL_FIND_ISSUED_BY = 1;
    public const uint CRL_FIND_EXISTING = 2;
    public const uint CRL_FIND_ISSUED_FOR = 3;

    public const uint CRL_FIND_ISSUED_FOR_SET_STRONG_PROPERTIES_FLAG = 0x10;
}

/// <summary>CertGetCRLFromStore's flags.</summary>
internal static class CrlFlags
{
    public const uint CERT_STORE_SIGNATURE_FLAG = 0x00000001;
    public const uint CERT_STORE_TIME_VALIDITY_FLAG = 0x00000002;
    public const uint CERT_STORE_BASE_CRL_FLAG = 0x00000100;
    public const uint CERT_STORE_DELTA_CRL_FLAG = 0x00000200;
    public const uint CERT_STORE_NO_ISSUER_FLAG = 0x00020000;
}
