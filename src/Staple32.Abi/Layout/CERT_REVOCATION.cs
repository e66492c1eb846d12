using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host where the structure comes from there.

/// <summary>40 bytes. If the certificate is revoked, pCrlEntry is an entry of one of the two CRLs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_REVOCATION_CRL_INFO
{
    public uint cbSize;
    public CRL_CONTEXT* pBaseCrlContext;
    public CRL_CONTEXT* pDeltaCrlContext;
    public CRL_ENTRY* pCrlEntry;
    public int fDeltaCrlEntry;
}

/// <summary>40 bytes. pszRevocationOid and pvOidSpecificInfo are NULL for checks of this kind.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_REVOCATION_INFO
{
    public uint cbSize;
    public uint dwRevocationResult;
    public byte* pszRevocationOid;
    public void* pvOidSpecificInfo;
    public int fHasFreshnessTime;
    public uint dwFreshnessTime;
    public CERT_REVOCATION_CRL_INFO* pCrlInfo;
}

/// <summary>56 bytes: the arguments of the CertGetCertificateChain on whose behalf revocation is checked.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_REVOCATION_CHAIN_PARA
{
    public uint cbSize;
    public nint hChainEngine;
    public nint hAdditionalStore;
    public uint dwChainFlags;
    public uint dwUrlRetrievalTimeout;
    public FILETIME* pftCurrentTime;
    public FILETIME* pftCacheResync;
    public uint cbMaxUrlRetrievalByteCount;
}

/// <summary>96 bytes with CERT_REVOCATION_PARA_HAS_EXTRA_FIELDS, 48 (to pftTimeToUse) without.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_REVOCATION_PARA
{
    /// <summary>cbSize and pIssuerCert: what every version of the structure has.</summary>
    public const uint LeastSize = 16;

    public uint cbSize;
    public CERT_CONTEXT* pIssuerCert;
    public uint cCertStore;
    public nint* rgCertStore;
    public nint hCrlStore;
    public FILETIME* pftTimeToUse;
    public uint dwUrlRetrievalTimeout;
    public int fCheckFreshnessTime;
    public uint dwFreshnessTime;
    public FILETIME* pftCurrentTime;
    public CERT_REVOCATION_CRL_INFO* pCrlInfo;
    public FILETIME* pftCacheResync;
    public CERT_REVOCATION_CHAIN_PARA* pChainPara;
}

/// <summary>24 bytes; callers that were compiled for older systems pass 16 (to dwReason).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CERT_REVOCATION_STATUS
{
    public const uint SizeToReason = 16;

    public uint cbSize;
    public uint dwIndex;
    public uint dwError;
    public uint dwReason;
    public int fHasFreshnessTime;
    public uint dwFreshnessTime;
}

/// <summary>Numbers of CertVerifyRevocation (wincrypt.h).</summary>
internal static class RevocationConstants
{
    public const uint CERT_CONTEXT_REVOCATION_TYPE = 1;

    public const uint CERT_VERIFY_REV_CHAIN_FLAG = 0x00000001;
    public const uint CERT_VERIFY_CACHE_ONLY_BASED_REVOCATION = 0x00000002;
    public const uint CERT_VERIFY_REV_ACCUMULATIVE_TIMEOUT_FLAG = 0x00000004;
    public const uint CERT_VERIFY_REV_SERVER_OCSP_FLAG = 0x00000008;
    public const uint CERT_VERIFY_REV_NO_OCSP_FAILOVER_TO_CRL_FLAG = 0x00000010;
    public const uint CERT_VERIFY_REV_SERVER_OCSP_WIRE_ONLY_FLAG = 0x00000020;
}
