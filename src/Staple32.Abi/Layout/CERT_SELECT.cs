using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host.

/// <summary>40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_SELECT_CHAIN_PARA
{
    public nint hChainEngine;
    public FILETIME* pTime;
    public nint hAdditionalStore;
    public CERT_CHAIN_PARA* pChainPara;
    public uint dwFlags;
}

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_SELECT_CRITERIA
{
    public uint dwType;
    public uint cPara;
    public void** ppPara;
}

/// <summary>CertSelectCertificateChains' criteria.</summary>
internal static class SelectConstants
{
    public const uint CERT_SELECT_MAX_PARA = 500;
    public const uint CERT_SELECT_MAX = 33;

    public const uint CERT_SELECT_BY_ENHKEY_USAGE = 1;
    public const uint CERT_SELECT_BY_KEY_USAGE = 2;
    public const uint CERT_SELECT_BY_POLICY_OID = 3;
    public const uint CERT_SELECT_BY_PROV_NAME = 4;
    public const uint CERT_SELECT_BY_EXTENSION = 5;
    public const uint CERT_SELECT_BY_SUBJECT_HOST_NAME = 6;
    public const uint CERT_SELECT_BY_ISSUER_ATTR = 7;
    public const uint CERT_SELECT_BY_SUBJECT_ATTR = 8;
    public const uint CERT_SELECT_BY_ISSUER_NAME = 9;
    public const uint CERT_SELECT_BY_PUBLIC_KEY = 10;
    public const uint CERT_SELECT_BY_TLS_SIGNATURES = 11;
    public const uint CERT_SELECT_BY_THUMBPRINT = 14;
}
