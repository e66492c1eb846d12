using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host where the structure comes from there.

/// <summary>40 bytes. The serial number is little endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRL_ENTRY
{
    public CRYPT_DATA_BLOB SerialNumber;
    public FILETIME RevocationDate;
    public uint cExtension;
    public CERT_EXTENSION* rgExtension;
}

/// <summary>96 bytes. A NextUpdate that is absent is 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRL_INFO
{
    public uint dwVersion;
    public CRYPT_ALGORITHM_IDENTIFIER SignatureAlgorithm;
    public CRYPT_DATA_BLOB Issuer;
    public FILETIME ThisUpdate;
    public FILETIME NextUpdate;
    public uint cCRLEntry;
    public CRL_ENTRY* rgCRLEntry;
    public uint cExtension;
    public CERT_EXTENSION* rgExtension;
}

/// <summary>40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRL_CONTEXT
{
    public uint dwCertEncodingType;
    public byte* pbCrlEncoded;
    public uint cbCrlEncoded;
    public CRL_INFO* pCrlInfo;
    public nint hCertStore;
}

/// <summary>16 bytes: CRL_FIND_ISSUED_FOR's parameter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRL_FIND_ISSUED_FOR_PARA
{
    public CERT_CONTEXT* pSubjectCert;
    public CERT_CONTEXT* pIssuerCert;
}
