using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host.

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CHAIN_POLICY_PARA
{
    public uint cbSize;
    public uint dwFlags;
    public void* pvExtraPolicyPara;
}

/// <summary>24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CHAIN_POLICY_STATUS
{
    public uint cbSize;
    public uint dwError;
    public int lChainIndex;
    public int lElementIndex;
    public void* pvExtraPolicyStatus;
}

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_PARA
{
    public uint cbSize;
    public uint dwRegPolicySettings;
    public CMSG_SIGNER_INFO* pSignerInfo;
}

/// <summary>8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_STATUS
{
    public uint cbSize;
    public int fCommercial;
}

/// <summary>12 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AUTHENTICODE_TS_EXTRA_CERT_CHAIN_POLICY_PARA
{
    public uint cbSize;
    public uint dwRegPolicySettings;
    public int fCommercial;
}

/// <summary>24 bytes; HTTPSPolicyCallbackData too.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SSL_EXTRA_CERT_CHAIN_POLICY_PARA
{
    public uint cbSize;
    public uint dwAuthType;
    public uint fdwChecks;
    public char* pwszServerName;
}

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRYPT_ATTRIBUTES
{
    public uint cAttr;
    public CRYPT_ATTRIBUTE* rgAttr;
}

/// <summary>24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRYPT_ATTRIBUTE
{
    public byte* pszObjId;
    public uint cValue;
    public CRYPT_DATA_BLOB* rgValue;
}

/// <summary>136 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CMSG_SIGNER_INFO
{
    public uint dwVersion;
    public CRYPT_DATA_BLOB Issuer;
    public CRYPT_DATA_BLOB SerialNumber;
    public CRYPT_ALGORITHM_IDENTIFIER HashAlgorithm;
    public CRYPT_ALGORITHM_IDENTIFIER HashEncryptionAlgorithm;
    public CRYPT_DATA_BLOB EncryptedHash;
    public CRYPT_ATTRIBUTES AuthAttrs;
    public CRYPT_ATTRIBUTES UnauthAttrs;
}

/// <summary>The policies of CertVerifyCertificateChainPolicy that are known here, by the number in place of an identifier.</summary>
internal static class ChainPolicyIds
{
    public const nint CERT_CHAIN_POLICY_BASE = 1;
    public const nint CERT_CHAIN_POLICY_AUTHENTICODE = 2;
    public const nint CERT_CHAIN_POLICY_AUTHENTICODE_TS = 3;
    public const nint CERT_CHAIN_POLICY_SSL = 4;
    public const nint CERT_CHAIN_POLICY_BASIC_CONSTRAINTS = 5;
    public const nint CERT_CHAIN_POLICY_NT_AUTH = 6;
    public const nint CERT_CHAIN_POLICY_MICROSOFT_ROOT = 7;
}
