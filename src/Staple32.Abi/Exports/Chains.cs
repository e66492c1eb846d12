using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Chains;

namespace Staple32.Abi.Exports;

/// <summary>Chain engines and the chains that they build.</summary>
internal static unsafe class Chains
{
    [UnmanagedCallersOnly(EntryPoint = "CertCreateCertificateChainEngine")]
    public static int CertCreateCertificateChainEngine(CERT_CHAIN_ENGINE_CONFIG* config, nint* chainEngine)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return ChainEngines.Create(config, chainEngine); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFreeCertificateChainEngine")]
    public static void CertFreeCertificateChainEngine(nint chainEngine)
    {
        if (!Call.Enter(out int saved)) return;
        try { ChainEngines.Free(chainEngine); }
        catch (Exception e) { Guard.Void(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertResyncCertificateChainEngine")]
    public static int CertResyncCertificateChainEngine(nint chainEngine)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return ChainEngines.Resync(chainEngine); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetCertificateChain")]
    public static int CertGetCertificateChain(nint chainEngine, CERT_CONTEXT* certificate, FILETIME* time, nint additionalStore, CERT_CHAIN_PARA* chainPara, uint flags, void* reserved, CERT_CHAIN_CONTEXT** chainContext)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return GetChain(chainEngine, certificate, time, additionalStore, chainPara, flags, reserved, chainContext); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertDuplicateCertificateChain")]
    public static CERT_CHAIN_CONTEXT* CertDuplicateCertificateChain(CERT_CHAIN_CONTEXT* chainContext)
    {
        if (chainContext == null || ChainContexts.TryAddRef(chainContext)) return chainContext;
        if (!Call.Enter(out int saved)) return null;
        try { return ChainContexts.Hold(chainContext); }
        catch (Exception e) { return (CERT_CHAIN_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFreeCertificateChain")]
    public static void CertFreeCertificateChain(CERT_CHAIN_CONTEXT* chainContext)
    {
        if (!ChainContexts.DropReference(chainContext) || !Call.Enter(out int saved)) return;
        try { ChainContexts.Finish(chainContext); }
        catch (Exception e) { Guard.Void(e); }
        finally { Call.Leave(saved); }
    }

    private static int GetChain(nint chainEngine, CERT_CONTEXT* certificate, FILETIME* time, nint additionalStore, CERT_CHAIN_PARA* chainPara, uint flags, void* reserved, CERT_CHAIN_CONTEXT** chainContext)
    {
        if (chainContext == null || reserved != null)
            return LastError.False(Errors.E_INVALIDARG);
        *chainContext = null;
        ChainEngine engine = ChainEngines.Get(chainEngine);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        ChainRequest request = ChainArguments.Read(certificate, time, additionalStore, chainPara, flags, now);
        *chainContext = ChainContexts.Create(ChainRevocation.Apply(engine, engine.Build(request), request, chainPara, flags, now));
        return 1;
    }
}
