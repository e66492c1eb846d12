using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>CRLs in stores: added, listed, found, deleted.</summary>
internal static unsafe class StoresCrls
{
    [UnmanagedCallersOnly(EntryPoint = "CertAddEncodedCRLToStore")]
    public static int CertAddEncodedCRLToStore(nint store, uint encodingType, byte* encoded, uint size, uint disposition, CRL_CONTEXT** added)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlsInStores.AddEncoded(store, encodingType, encoded, size, disposition, added); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertAddCRLContextToStore")]
    public static int CertAddCRLContextToStore(nint store, CRL_CONTEXT* context, uint disposition, CRL_CONTEXT** added)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlsInStores.AddContext(store, context, disposition, added); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertEnumCRLsInStore")]
    public static CRL_CONTEXT* CertEnumCRLsInStore(nint store, CRL_CONTEXT* previous)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return CrlsInStores.Next(store, previous); }
        catch (Exception e) { return (CRL_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    // Every CRL here is X.509, so the encoding type narrows nothing.
    [UnmanagedCallersOnly(EntryPoint = "CertFindCRLInStore")]
    public static CRL_CONTEXT* CertFindCRLInStore(nint store, uint encodingType, uint findFlags, uint findType, void* parameter, CRL_CONTEXT* previous)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return CrlFindConditions.Find(store, findFlags, findType, parameter, previous); }
        catch (Exception e) { return (CRL_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetCRLFromStore")]
    public static CRL_CONTEXT* CertGetCRLFromStore(nint store, CERT_CONTEXT* issuer, CRL_CONTEXT* previous, uint* flags)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return IssuersCrls.Next(store, issuer, previous, flags); }
        catch (Exception e) { return (CRL_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertDeleteCRLFromStore")]
    public static int CertDeleteCRLFromStore(CRL_CONTEXT* context)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlsInStores.Delete(context); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
