using System;
using System.Runtime.InteropServices;

/// <summary>
/// Declarations as programs for .NET Framework have them: nothing here knows which library answers to the name
/// crypt32.dll. Where a reference is handed over, the types of Handles.cs see to its release.
/// </summary>
internal static class Crypt32
{
    public const uint X509_ASN_ENCODING = 1;
    public const uint CERT_STORE_OPEN_EXISTING_FLAG = 0x4000;
    public const uint CERT_STORE_ADD_ALWAYS = 4;
    public const uint CRYPT_STRING_BASE64HEADER = 0;
    public const uint CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG = 1;

    public static readonly IntPtr CERT_STORE_PROV_MEMORY = new IntPtr(2);
    public static readonly IntPtr CERT_STORE_PROV_FILENAME_W = new IntPtr(8);

    [DllImport("crypt32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern StoreHandle CertOpenStore(
        IntPtr lpszStoreProvider, uint dwEncodingType, IntPtr hCryptProv, uint dwFlags, string pvPara);

    [DllImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CertCloseStore(IntPtr hCertStore, uint dwFlags);

    [DllImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CertAddEncodedCertificateToStore(StoreHandle hCertStore, uint dwCertEncodingType,
        byte[] pbCertEncoded, int cbCertEncoded, uint dwAddDisposition, IntPtr ppCertContext);

    /// <summary>The next certificate; frees the one before it, and wants the last one freed.</summary>
    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern IntPtr CertEnumCertificatesInStore(StoreHandle hCertStore, IntPtr pPrevCertContext);

    [DllImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CertFreeCertificateContext(IntPtr pCertContext);

    // With its W: only .NET Framework and Mono look for it by themselves.
    [DllImport("crypt32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CryptStringToBinaryW(string pszString, int cchString, uint dwFlags,
        byte[] pbBinary, ref int pcbBinary, out int pdwSkip, out uint pdwFlags);

    [DllImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CertGetCertificateChain(IntPtr hChainEngine, CertificateHandle pCertContext, IntPtr pTime,
        StoreHandle hAdditionalStore, ref CERT_CHAIN_PARA pChainPara, uint dwFlags, IntPtr pvReserved, out ChainHandle ppChainContext);

    [DllImport("crypt32.dll")]
    public static extern void CertFreeCertificateChain(IntPtr pChainContext);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern ServerOcspResponseHandle CertOpenServerOcspResponse(
        ChainHandle pChainContext, uint dwFlags, ref CERT_SERVER_OCSP_RESPONSE_OPEN_PARA pOpenPara);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern void CertCloseServerOcspResponse(IntPtr hServerOcspResponse, uint dwFlags);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern ServerOcspResponseContextHandle CertGetServerOcspResponseContext(
        ServerOcspResponseHandle hServerOcspResponse, uint dwFlags, IntPtr pvReserved);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern void CertFreeServerOcspResponseContext(IntPtr pServerOcspResponseContext);

    /// <summary>
    /// The error of the last call on this thread. On Windows the runtime keeps it, because SetLastError is true above.
    /// Elsewhere what the runtime keeps is errno, which Crypt32's functions do not use: Staple32 exports GetLastError.
    /// </summary>
    public static int LastError()
    {
        return Environment.OSVersion.Platform == PlatformID.Win32NT ? Marshal.GetLastWin32Error() : GetLastError();
    }

    [DllImport("crypt32.dll")]
    private static extern int GetLastError();
}

/// <summary>Called on a thread of the library. All arguments are borrowed for the duration of the call.</summary>
[UnmanagedFunctionPointer(CallingConvention.StdCall)]
internal delegate void ServerOcspResponseUpdate(IntPtr pChainContext, IntPtr pServerOcspResponseContext,
    IntPtr pNewCrlContext, IntPtr pPrevCrlContext, IntPtr pvArg, uint dwWriteOcspFileError);

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_CONTEXT
{
    public uint dwCertEncodingType;
    public IntPtr pbCertEncoded;
    public int cbCertEncoded;
    public IntPtr pCertInfo;
    public IntPtr hCertStore;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_ENHKEY_USAGE
{
    public uint cUsageIdentifier;
    public IntPtr rgpszUsageIdentifier;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_USAGE_MATCH
{
    public uint dwType;
    public CERT_ENHKEY_USAGE Usage;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_CHAIN_PARA
{
    public int cbSize;
    public CERT_USAGE_MATCH RequestedUsage;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_TRUST_STATUS
{
    public uint dwErrorStatus;
    public uint dwInfoStatus;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_CHAIN_CONTEXT
{
    public int cbSize;
    public CERT_TRUST_STATUS TrustStatus;
    public int cChain;
    public IntPtr rgpChain;
    public int cLowerQualityChainContext;
    public IntPtr rgpLowerQualityChainContext;
    [MarshalAs(UnmanagedType.Bool)] public bool fHasRevocationFreshnessTime;
    public uint dwRevocationFreshnessTime;
    public uint dwCreateFlags;
    public Guid ChainId;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_SIMPLE_CHAIN
{
    public int cbSize;
    public CERT_TRUST_STATUS TrustStatus;
    public int cElement;
    public IntPtr rgpElement;
    public IntPtr pTrustListInfo;
    [MarshalAs(UnmanagedType.Bool)] public bool fHasRevocationFreshnessTime;
    public uint dwRevocationFreshnessTime;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_CHAIN_ELEMENT
{
    public int cbSize;
    public IntPtr pCertContext;
    public CERT_TRUST_STATUS TrustStatus;
    public IntPtr pRevocationInfo;
    public IntPtr pIssuanceUsage;
    public IntPtr pApplicationUsage;
    public IntPtr pwszExtendedErrorInfo;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CERT_SERVER_OCSP_RESPONSE_CONTEXT
{
    public int cbSize;
    public IntPtr pbEncodedOcspResponse;
    public int cbEncodedOcspResponse;
}

[StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
internal struct CERT_SERVER_OCSP_RESPONSE_OPEN_PARA
{
    public int cbSize;
    public uint dwFlags;
    public IntPtr pcbUsedSize;
    [MarshalAs(UnmanagedType.LPWStr)] public string pwszOcspDirectory;
    public ServerOcspResponseUpdate pfnUpdateCallback;
    public IntPtr pvUpdateCallbackArg;
}
