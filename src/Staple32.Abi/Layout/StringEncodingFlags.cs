namespace Staple32.Abi.Layout;

/// <summary>CRYPT_STRING_* flags beside the formats, which are the values of TextFormat (wincrypt.h).</summary>
internal static class StringEncodingFlags
{
    public const uint CRYPT_STRING_ENCODEMASK = 0x000000FF;
    public const uint CRYPT_STRING_PERCENTESCAPE = 0x08000000;
    public const uint CRYPT_STRING_HASHDATA = 0x10000000;
    public const uint CRYPT_STRING_STRICT = 0x20000000;
    public const uint CRYPT_STRING_NOCRLF = 0x40000000;
    public const uint CRYPT_STRING_NOCR = 0x80000000;
}
