namespace Staple32.Abi.Layout;

/// <summary>Last errors, by their Windows names and values (winerror.h).</summary>
internal static class Errors
{
    public const uint ERROR_SUCCESS = 0;
    public const uint ERROR_FILE_NOT_FOUND = 2;
    public const uint ERROR_PATH_NOT_FOUND = 3;
    public const uint ERROR_ACCESS_DENIED = 5;
    public const uint ERROR_INVALID_HANDLE = 6;
    public const uint ERROR_NOT_ENOUGH_MEMORY = 8;
    public const uint ERROR_INVALID_DATA = 13;
    public const uint ERROR_READ_FAULT = 30;
    public const uint ERROR_NOT_SUPPORTED = 50;
    public const uint ERROR_FILE_EXISTS = 80;
    public const uint ERROR_INVALID_PASSWORD = 86;
    public const uint ERROR_INVALID_PARAMETER = 87;
    public const uint ERROR_CALL_NOT_IMPLEMENTED = 120;
    public const uint ERROR_MORE_DATA = 234;
    public const uint ERROR_CONNECTION_REFUSED = 1225;
    public const uint ERROR_INTERNAL_ERROR = 1359;
    public const uint ERROR_TIMEOUT = 1460;
    public const uint WSAHOST_NOT_FOUND = 11001;

    public const uint E_ACCESSDENIED = 0x80070005;
    /// <summary>HRESULTs of the HTTP facility: the status code is added.</summary>
    public const uint HTTP_E_STATUS = 0x80190000;
    public const uint E_INVALIDARG = 0x80070057;
    public const uint NTE_FAIL = 0x80090020;
    public const uint CRYPT_E_UNKNOWN_ALGO = 0x80091002;
    public const uint CRYPT_E_OID_FORMAT = 0x80091003;
    public const uint CRYPT_E_FILE_ERROR = 0x80092003;
    public const uint CRYPT_E_EXISTS = 0x80092005;
    public const uint CRYPT_E_NOT_FOUND = 0x80092004;
    public const uint CRYPT_E_SELF_SIGNED = 0x80092007;
    public const uint CRYPT_E_NO_MATCH = 0x80092009;
    public const uint CRYPT_E_PENDING_CLOSE = 0x8009200F;
    public const uint CRYPT_E_REVOKED = 0x80092010;
    public const uint CRYPT_E_NO_REVOCATION_DLL = 0x80092011;
    public const uint CRYPT_E_NO_REVOCATION_CHECK = 0x80092012;
    public const uint CRYPT_E_REVOCATION_OFFLINE = 0x80092013;
    public const uint CRYPT_E_NOT_IN_REVOCATION_DATABASE = 0x80092014;
    public const uint CRYPT_E_INVALID_NUMERIC_STRING = 0x80092020;
    public const uint CRYPT_E_INVALID_PRINTABLE_STRING = 0x80092021;
    public const uint CRYPT_E_INVALID_IA5_STRING = 0x80092022;
    public const uint CRYPT_E_INVALID_X500_STRING = 0x80092023;
    public const uint CRYPT_E_ASN1_EOD = 0x80093102;
    public const uint CRYPT_E_ASN1_BADTAG = 0x8009310B;
}
