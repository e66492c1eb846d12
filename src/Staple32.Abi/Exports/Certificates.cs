using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Certificate contexts: made, duplicated, freed.</summary>
internal static unsafe class Certificates
{
    [UnmanagedCallersOnly(EntryPoint = "CertCreateCertificateContext")]
    public static CERT_CONTEXT* CertCreateCertificateContext(uint encodingType, byte* encoded, uint size)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return CertificateContexts.HandOut(CertificateContexts.Decode(encodingType, encoded, size)); }
        catch (Exception e) { return (CERT_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    // Counting needs no heap and goes on working in a forked child; only what is foreign or freed for good goes further.
    [UnmanagedCallersOnly(EntryPoint = "CertDuplicateCertificateContext")]
    public static CERT_CONTEXT* CertDuplicateCertificateContext(CERT_CONTEXT* context)
    {
        if (context == null || CertificateContexts.TryAddHostReference(context)) return context;
        if (!Call.Enter(out int saved)) return null;
        try { return CertificateContexts.Duplicate(context); }
        catch (Exception e) { return (CERT_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFreeCertificateContext")]
    public static int CertFreeCertificateContext(CERT_CONTEXT* context)
    {
        if (!CertificateContexts.DropHostReference(context) || ForkGuard.InChild || !Call.Enter(out int saved)) return 1;
        try { CertificateContexts.Finish(context); }
        catch (Exception e) { Guard.Void(e); }
        finally { Call.Leave(saved); }
        return 1;
    }
}
