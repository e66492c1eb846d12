using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Certificates, names and keys compared and measured.</summary>
internal static unsafe class CertificateComparisons
{
    [UnmanagedCallersOnly(EntryPoint = "CertCompareIntegerBlob")]
    public static int CertCompareIntegerBlob(CRYPT_DATA_BLOB* first, CRYPT_DATA_BLOB* second)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return Comparisons.Integers(first, second); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertCompareCertificate")]
    public static int CertCompareCertificate(uint encodingType, CERT_INFO* first, CERT_INFO* second)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return Comparisons.Certificates(first, second); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertCompareCertificateName")]
    public static int CertCompareCertificateName(uint encodingType, CRYPT_DATA_BLOB* first, CRYPT_DATA_BLOB* second)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return Comparisons.Names(first, second); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertComparePublicKeyInfo")]
    public static int CertComparePublicKeyInfo(uint encodingType, CERT_PUBLIC_KEY_INFO* first, CERT_PUBLIC_KEY_INFO* second)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return Comparisons.PublicKeys(first, second); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetPublicKeyLength")]
    public static uint CertGetPublicKeyLength(uint encodingType, CERT_PUBLIC_KEY_INFO* key)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return Comparisons.KeyLength(encodingType, key); }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertIsRDNAttrsInCertificateName")]
    public static int CertIsRDNAttrsInCertificateName(uint encodingType, uint flags, CRYPT_DATA_BLOB* name, CERT_RDN* sought)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return Comparisons.HasAttributes(encodingType, flags, name, sought); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
