using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host where the structure comes from there.

/// <summary>8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CERT_TRUST_STATUS
{
    public uint dwErrorStatus;
    public uint dwInfoStatus;
}

/// <summary>16 bytes; the layout of CTL_USAGE too.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_ENHKEY_USAGE
{
    public uint cUsageIdentifier;
    public byte** rgpszUsageIdentifier;
}

/// <summary>24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CERT_USAGE_MATCH
{
    public uint dwType;
    public CERT_ENHKEY_USAGE Usage;
}

/// <summary>56 bytes. A null usage allows any, one without identifiers allows none.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CHAIN_ELEMENT
{
    public uint cbSize;
    public CERT_CONTEXT* pCertContext;
    public CERT_TRUST_STATUS TrustStatus;
    public CERT_REVOCATION_INFO* pRevocationInfo;
    public CERT_ENHKEY_USAGE* pIssuanceUsage;
    public CERT_ENHKEY_USAGE* pApplicationUsage;
    public char* pwszExtendedErrorInfo;
}

/// <summary>40 bytes. The first element is the end certificate.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_SIMPLE_CHAIN
{
    public uint cbSize;
    public CERT_TRUST_STATUS TrustStatus;
    public uint cElement;
    public CERT_CHAIN_ELEMENT** rgpElement;
    public void* pTrustListInfo;
    public int fHasRevocationFreshnessTime;
    public uint dwRevocationFreshnessTime;
}

/// <summary>72 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CHAIN_CONTEXT
{
    public uint cbSize;
    public CERT_TRUST_STATUS TrustStatus;
    public uint cChain;
    public CERT_SIMPLE_CHAIN** rgpChain;
    public uint cLowerQualityChainContext;
    public CERT_CHAIN_CONTEXT** rgpLowerQualityChainContext;
    public int fHasRevocationFreshnessTime;
    public uint dwRevocationFreshnessTime;
    public uint dwCreateFlags;
    public Guid ChainId;
}
