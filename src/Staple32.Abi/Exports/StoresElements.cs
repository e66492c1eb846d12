using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Certificates in stores: added, listed, found, deleted.</summary>
internal static unsafe class StoresElements
{
    [UnmanagedCallersOnly(EntryPoint = "CertAddEncodedCertificateToStore")]
    public static int CertAddEncodedCertificateToStore(nint store, uint encodingType, byte* encoded, uint size, uint disposition, CERT_CONTEXT** added)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CertificatesInStores.AddEncoded(store, encodingType, encoded, size, disposition, added); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertAddCertificateContextToStore")]
    public static int CertAddCertificateContextToStore(nint store, CERT_CONTEXT* context, uint disposition, CERT_CONTEXT** added)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CertificatesInStores.AddContext(store, context, disposition, added); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertAddCertificateLinkToStore")]
    public static int CertAddCertificateLinkToStore(nint store, CERT_CONTEXT* context, uint disposition, CERT_CONTEXT** added)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CertificatesInStores.AddLink(store, context, disposition, added); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertEnumCertificatesInStore")]
    public static CERT_CONTEXT* CertEnumCertificatesInStore(nint store, CERT_CONTEXT* previous)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return CertificatesInStores.Next(store, previous); }
        catch (Exception e) { return (CERT_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    // Every certificate here is X.509, so the encoding type narrows nothing.
    [UnmanagedCallersOnly(EntryPoint = "CertFindCertificateInStore")]
    public static CERT_CONTEXT* CertFindCertificateInStore(nint store, uint encodingType, uint findFlags, uint findType, void* parameter, CERT_CONTEXT* previous)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return CertificatesInStores.Find(store, findFlags, findType, parameter, previous); }
        catch (Exception e) { return (CERT_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertDeleteCertificateFromStore")]
    public static int CertDeleteCertificateFromStore(CERT_CONTEXT* context)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CertificatesInStores.Delete(context); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
