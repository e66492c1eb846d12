using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host.

/// <summary>72 bytes with CERT_CHAIN_FIND_BY_ISSUER_PARA_HAS_EXTRA_FIELDS, 56 (to pvFindArg) without.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CHAIN_FIND_BY_ISSUER_PARA
{
    public const uint SizeWithoutExtraFields = 56;

    public uint cbSize;
    public byte* pszUsageIdentifier;
    public uint dwKeySpec;
    public uint dwAcquirePrivateKeyFlags;
    public uint cIssuer;
    public CRYPT_DATA_BLOB* rgIssuer;
    public delegate* unmanaged<CERT_CONTEXT*, void*, int> pfnFindCallback;
    public void* pvFindArg;
    public uint* pdwIssuerChainIndex;
    public uint* pdwIssuerElementIndex;
}

/// <summary>CertFindChainInStore's find type and flags.</summary>
internal static class ChainFindConstants
{
    public const uint CERT_CHAIN_FIND_BY_ISSUER = 1;

    public const uint CERT_CHAIN_FIND_BY_ISSUER_COMPARE_KEY_FLAG = 0x0001;
    public const uint CERT_CHAIN_FIND_BY_ISSUER_COMPLEX_CHAIN_FLAG = 0x0002;
    public const uint CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_URL_FLAG = 0x0004;
    public const uint CERT_CHAIN_FIND_BY_ISSUER_LOCAL_MACHINE_FLAG = 0x0008;
    public const uint CERT_CHAIN_FIND_BY_ISSUER_NO_KEY_FLAG = 0x4000;
    public const uint CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_FLAG = 0x8000;
}
