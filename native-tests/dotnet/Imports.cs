using System;
using System.Runtime.InteropServices;

/// <summary>The same functions and a few more as other programs declare them: bare pointers everywhere.</summary>
internal static class Bare
{
    public const uint CERT_FIND_ANY = 0;
    public const uint CERT_FIND_SUBJECT_STR_W = 8 << 16 | 7;
    public const uint CERT_STORE_ADD_NEW = 1;
    public const uint CERT_SHA1_HASH_PROP_ID = 3;
    public const uint CERT_FRIENDLY_NAME_PROP_ID = 11;
    public const uint CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG = 2;

    // The provider's name is narrow in both worlds.
    [DllImport("CRYPT32", EntryPoint = "CertOpenStore", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern IntPtr CertOpenStore([MarshalAs(UnmanagedType.LPStr)] string lpszStoreProvider, int dwEncodingType,
        IntPtr hCryptProv, int dwFlags, IntPtr pvPara);

    [DllImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CertCloseStore(IntPtr hCertStore, uint dwFlags);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern IntPtr CertCreateCertificateContext(uint dwCertEncodingType, byte[] pbCertEncoded, int cbCertEncoded);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern IntPtr CertDuplicateCertificateContext(IntPtr pCertContext);

    [DllImport("crypt32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern IntPtr CertFindCertificateInStore(
        IntPtr hCertStore, uint dwCertEncodingType, uint dwFindFlags, uint dwFindType, string pszFindPara, IntPtr pPrevCertContext);

    [DllImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CertAddCertificateContextToStore(
        IntPtr hCertStore, IntPtr pCertContext, uint dwAddDisposition, IntPtr ppStoreContext);

    [DllImport("crypt32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CertGetCertificateContextProperty(IntPtr pCertContext, uint dwPropId, byte[] pvData, ref int pcbData);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern IntPtr CertOpenServerOcspResponse(IntPtr pChainContext, uint dwFlags, IntPtr pOpenPara);

    [DllImport("crypt32.dll", SetLastError = true, EntryPoint = "CertOpenServerOcspResponse")]
    public static extern IntPtr CertOpenServerOcspResponseEx(
        ChainHandle pChainContext, uint dwFlags, ref CERT_SERVER_OCSP_RESPONSE_OPEN_PARA pOpenPara);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern IntPtr CertGetServerOcspResponseContext(IntPtr hServerOcspResponse, uint dwFlags, IntPtr pvReserved);

    [DllImport("crypt32.dll", SetLastError = true)]
    public static extern void CertCloseServerOcspResponse(IntPtr hServerOcspResponse, uint dwFlags);
}
