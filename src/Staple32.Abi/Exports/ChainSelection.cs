using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Chains that a store has the beginnings of.</summary>
internal static unsafe class ChainSelection
{
    // Every certificate and name here is X.509, so the encoding type narrows nothing.
    [UnmanagedCallersOnly(EntryPoint = "CertFindChainInStore")]
    public static CERT_CHAIN_CONTEXT* CertFindChainInStore(nint store, uint encodingType, uint findFlags, uint findType, CERT_CHAIN_FIND_BY_ISSUER_PARA* findPara, CERT_CHAIN_CONTEXT* previous)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return ChainSearch.Find(store, findFlags, findType, findPara, previous); }
        catch (Exception e) { return (CERT_CHAIN_CONTEXT*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    // The selection context names rules of the system's about which certificate to take; there are none here.
    [UnmanagedCallersOnly(EntryPoint = "CertSelectCertificateChains")]
    public static int CertSelectCertificateChains(Guid* selectionContext, uint flags, CERT_SELECT_CHAIN_PARA* chainParameters, uint criteriaCount, CERT_SELECT_CRITERIA* criteria, nint store, uint* selectedCount, CERT_CHAIN_CONTEXT*** selected)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return ChainSelections.Select(flags, chainParameters, criteriaCount, criteria, store, selectedCount, selected); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFreeCertificateChainList")]
    public static void CertFreeCertificateChainList(CERT_CHAIN_CONTEXT** list) => ChainSelections.Free(list);
}
