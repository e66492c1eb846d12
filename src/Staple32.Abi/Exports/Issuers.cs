using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Certificates checked against the time and their issuers.</summary>
internal static unsafe class Issuers
{
    // No failure value: 0 means "valid" here.
    [UnmanagedCallersOnly(EntryPoint = "CertVerifyTimeValidity")]
    public static int CertVerifyTimeValidity(FILETIME* time, CERT_INFO* info)
    {
        if (!Call.Enter(out int saved)) return -1;
        try { return IssuerQuestions.CompareTime(time, info); }
        catch (Exception e) { return Guard.Bool(e) - 1; }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertVerifyValidityNesting")]
    public static int CertVerifyValidityNesting(CERT_INFO* subject, CERT_INFO* issuer)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return IssuerQuestions.IsNested(subject, issuer); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertVerifySubjectCertificateContext")]
    public static int CertVerifySubjectCertificateContext(CERT_CONTEXT* subject, CERT_CONTEXT* issuer, uint* flags)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return IssuerQuestions.Check(subject, issuer, flags); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetIssuerCertificateFromStore")]
    public static CERT_CONTEXT* CertGetIssuerCertificateFromStore(nint store, CERT_CONTEXT* subject, CERT_CONTEXT* previous, uint* flags)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return IssuerQuestions.NextIssuer(store, subject, previous, flags); }
        catch (Exception e) { return (CERT_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetSubjectCertificateFromStore")]
    public static CERT_CONTEXT* CertGetSubjectCertificateFromStore(nint store, uint encodingType, CERT_INFO* identity)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return IssuerQuestions.Find(store, identity); }
        catch (Exception e) { return (CERT_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }
}
