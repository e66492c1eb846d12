using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

/// <summary>CERT_SERVER_OCSP_RESPONSE_CONTEXT: 24 bytes; what a TLS server staples.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_SERVER_OCSP_RESPONSE_CONTEXT
{
    public uint cbSize;
    public byte* pbEncodedOcspResponse;
    public uint cbEncodedOcspResponse;
}

/// <summary>CERT_SERVER_OCSP_RESPONSE_OPEN_PARA: 40 bytes; fields past cbSize count as absent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_SERVER_OCSP_RESPONSE_OPEN_PARA
{
    public uint cbSize;
    public uint dwFlags;
    public uint* pcbUsedSize;
    public char* pwszOcspDirectory;
    public void* pfnUpdateCallback;
    public void* pvUpdateCallbackArg;
}

/// <summary>Flags of the six functions (wincrypt.h).</summary>
internal static class ServerOcspResponseFlags
{
    public const uint CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG = 0x1;
    public const uint CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG = 0x1;
    public const uint CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG = 0x2;
}
