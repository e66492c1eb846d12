using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host where the structure comes from there.

/// <summary>32 bytes. What the value's bytes are depends on its type (CERT_RDN_*).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_RDN_ATTR
{
    public byte* pszObjId;
    public uint dwValueType;
    public CRYPT_DATA_BLOB Value;
}

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_RDN
{
    public uint cRDNAttr;
    public CERT_RDN_ATTR* rgRDNAttr;
}

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_NAME_INFO
{
    public uint cRDN;
    public CERT_RDN* rgRDN;
}
