using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>CRL contexts: made, duplicated, freed; their properties; what a CRL can be asked.</summary>
internal static unsafe class Crls
{
    [UnmanagedCallersOnly(EntryPoint = "CertCreateCRLContext")]
    public static CRL_CONTEXT* CertCreateCRLContext(uint encodingType, byte* encoded, uint size)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return CrlContexts.HandOut(CrlContexts.Decode(encodingType, encoded, size)); }
        catch (Exception e) { return (CRL_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    // Counting needs no heap and goes on working in a forked child; only what is foreign or freed for good goes further.
    [UnmanagedCallersOnly(EntryPoint = "CertDuplicateCRLContext")]
    public static CRL_CONTEXT* CertDuplicateCRLContext(CRL_CONTEXT* context)
    {
        if (context == null || CrlContexts.TryAddHostReference(context)) return context;
        if (!Call.Enter(out int saved)) return null;
        try { return CrlContexts.Duplicate(context); }
        catch (Exception e) { return (CRL_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFreeCRLContext")]
    public static int CertFreeCRLContext(CRL_CONTEXT* context)
    {
        if (!CrlContexts.DropHostReference(context) || ForkGuard.InChild || !Call.Enter(out int saved)) return 1;
        try { CrlContexts.Finish(context); }
        catch (Exception e) { Guard.Void(e); }
        finally { Call.Leave(saved); }
        return 1;
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetCRLContextProperty")]
    public static int CertGetCRLContextProperty(CRL_CONTEXT* context, uint id, void* data, uint* size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlProperties.Get(context, id, data, size); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertSetCRLContextProperty")]
    public static int CertSetCRLContextProperty(CRL_CONTEXT* context, uint id, uint flags, void* data)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlProperties.Set(context, id, flags, (CRYPT_DATA_BLOB*)data); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    // No failure value: 0 means "valid" here.
    [UnmanagedCallersOnly(EntryPoint = "CertVerifyCRLTimeValidity")]
    public static int CertVerifyCRLTimeValidity(FILETIME* time, CRL_INFO* info)
    {
        if (!Call.Enter(out int saved)) return -1;
        try { return CrlQuestions.CompareTime(time, info); }
        catch (Exception e) { return Guard.Bool(e) - 1; }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertIsValidCRLForCertificate")]
    public static int CertIsValidCRLForCertificate(CERT_CONTEXT* certificate, CRL_CONTEXT* context, uint flags, void* reserved)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlQuestions.Covers(certificate, context, flags, reserved); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFindCertificateInCRL")]
    public static int CertFindCertificateInCRL(
        CERT_CONTEXT* certificate, CRL_CONTEXT* context, uint flags, void* reserved, CRL_ENTRY** entry)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlQuestions.Find(certificate, context, flags, reserved, entry); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertVerifyCRLRevocation")]
    public static int CertVerifyCRLRevocation(uint encodingType, CERT_INFO* certificate, uint count, CRL_INFO** lists)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CrlQuestions.IsUnlisted(encodingType, certificate, count, lists); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
