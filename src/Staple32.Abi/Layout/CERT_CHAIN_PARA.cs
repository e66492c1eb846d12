using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host.

/// <summary>
/// 88 bytes since Windows 8. Callers that were compiled for older systems pass 80 (no dwExclusiveFlags) or 64 (no
/// exclusive stores).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CHAIN_ENGINE_CONFIG
{
    public const uint SizeBeforeExclusiveStores = 64;
    public const uint SizeBeforeExclusiveFlags = 80;

    public uint cbSize;
    public nint hRestrictedRoot;
    public nint hRestrictedTrust;
    public nint hRestrictedOther;
    public uint cAdditionalStore;
    public nint* rghAdditionalStore;
    public uint dwFlags;
    public uint dwUrlRetrievalTimeout;
    public uint MaximumCachedCertificates;
    public uint CycleDetectionModulus;
    public nint hExclusiveRoot;
    public nint hExclusiveTrustedPeople;
    public uint dwExclusiveFlags;
}

/// <summary>96 bytes with CERT_CHAIN_PARA_HAS_EXTRA_FIELDS, 32 (to RequestedUsage) without.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CHAIN_PARA
{
    public const uint SizeWithoutExtraFields = 32;

    public uint cbSize;
    public CERT_USAGE_MATCH RequestedUsage;
    public CERT_USAGE_MATCH RequestedIssuancePolicy;
    public uint dwUrlRetrievalTimeout;
    public int fCheckRevocationFreshnessTime;
    public uint dwRevocationFreshnessTime;
    public FILETIME* pftCacheResync;
    public CERT_STRONG_SIGN_PARA* pStrongSignPara;
    public uint dwStrongSignFlags;
}

/// <summary>16 bytes: which signatures and keys are strong, by name or in writing.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_STRONG_SIGN_PARA
{
    public uint cbSize;
    public uint dwInfoChoice;
    public void* pvInfo;
}

/// <summary>24 bytes, with CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_STRONG_SIGN_SERIALIZED_INFO
{
    public uint dwFlags;
    public char* pwszCNGSignHashAlgids;
    public char* pwszCNGPubKeyMinBitLengths;
}

/// <summary>Flags and small numbers of the chain functions (wincrypt.h).</summary>
internal static class ChainConstants
{
    public const nint HCCE_CURRENT_USER = 0;
    public const nint HCCE_LOCAL_MACHINE = 1;
    public const nint HCCE_SERIAL_LOCAL_MACHINE = 2;

    public const uint USAGE_MATCH_TYPE_AND = 0;
    public const uint USAGE_MATCH_TYPE_OR = 1;

    public const uint CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG = 0x1;

    public const uint CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE = 1;
    public const uint CERT_STRONG_SIGN_OID_INFO_CHOICE = 2;
    public const uint CERT_STRONG_SIGN_ENABLE_CRL_CHECK = 0x1;
    public const uint CERT_STRONG_SIGN_ENABLE_OCSP_CHECK = 0x2;
    public const uint CERT_CHAIN_STRONG_SIGN_DISABLE_END_CHECK_FLAG = 0x1;

    public const uint CERT_CHAIN_CACHE_END_CERT = 0x00000001;
    public const uint CERT_CHAIN_THREAD_STORE_SYNC = 0x00000002;
    public const uint CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL = 0x00000004;
    public const uint CERT_CHAIN_USE_LOCAL_MACHINE_STORE = 0x00000008;
    public const uint CERT_CHAIN_ENABLE_CACHE_AUTO_UPDATE = 0x00000010;
    public const uint CERT_CHAIN_ENABLE_SHARE_STORE = 0x00000020;
    public const uint CERT_CHAIN_DISABLE_PASS1_QUALITY_FILTERING = 0x00000040;
    public const uint CERT_CHAIN_RETURN_LOWER_QUALITY_CONTEXTS = 0x00000080;
    public const uint CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE = 0x00000100;
    public const uint CERT_CHAIN_TIMESTAMP_TIME = 0x00000200;
    public const uint CERT_CHAIN_ENABLE_PEER_TRUST = 0x00000400;
    public const uint CERT_CHAIN_DISABLE_MY_PEER_TRUST = 0x00000800;
    public const uint CERT_CHAIN_DISABLE_MD2_MD4 = 0x00001000;
    public const uint CERT_CHAIN_DISABLE_AIA = 0x00002000;
    public const uint CERT_CHAIN_HAS_MOTW = 0x00004000;
    public const uint CERT_CHAIN_ONLY_ADDITIONAL_AND_AUTH_ROOT = 0x00008000;
    public const uint CERT_CHAIN_OPT_IN_WEAK_SIGNATURE = 0x00010000;
    public const uint CERT_CHAIN_ENABLE_DISALLOWED_CA = 0x00020000;
    public const uint CERT_CHAIN_REVOCATION_CHECK_OCSP_CERT = 0x04000000;
    public const uint CERT_CHAIN_REVOCATION_ACCUMULATIVE_TIMEOUT = 0x08000000;
    public const uint CERT_CHAIN_REVOCATION_CHECK_END_CERT = 0x10000000;
    public const uint CERT_CHAIN_REVOCATION_CHECK_CHAIN = 0x20000000;
    public const uint CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT = 0x40000000;
    public const uint CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY = 0x80000000;
}
