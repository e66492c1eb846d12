using System.Runtime;
using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Abi.Responses;

namespace Staple32.Abi.Exports;

/// <summary>The six functions: a handle that keeps a chain's OCSP response fresh, and the copy-free view that each handshake borrows.</summary>
internal static unsafe class ServerOcspResponses
{
    [UnmanagedCallersOnly(EntryPoint = "CertOpenServerOcspResponse")]
    public static void* CertOpenServerOcspResponse(CERT_CHAIN_CONTEXT* chainContext, uint flags, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA* openPara)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return (void*)ServerResponses.Open(chainContext, flags, openPara); }
        catch (Exception e) { return Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertCloseServerOcspResponse")]
    public static void CertCloseServerOcspResponse(nint handle, uint flags)
    {
        ResponseSlot* slot = ResponseSlots.Find(handle, out uint generation);
        bool last = false;
        if (handle != 0 && (slot == null || !slot->TryClose(generation, out last)))
            Call.Fail(Errors.ERROR_INVALID_HANDLE);
        if (last)
            ServerResponses.CloseLast(handle, slot);
    }

    // What follows is bare: native memory and atomics only. No Call.Enter, since nothing here can touch errno, throw, or hang
    // in a forked child.
    [RuntimeExport("CertAddRefServerOcspResponse")]
    public static void CertAddRefServerOcspResponse(nint handle)
    {
        ResponseSlot* slot = ResponseSlots.Find(handle, out uint generation);
        if (handle != 0 && (slot == null || !slot->TryAddRef(generation)))
            Bare.Fail(Errors.ERROR_INVALID_HANDLE);
    }

    [RuntimeExport("CertGetServerOcspResponseContext")]
    public static CERT_SERVER_OCSP_RESPONSE_CONTEXT* CertGetServerOcspResponseContext(nint handle, uint flags, void* reserved)
    {
        uint error = Errors.ERROR_INVALID_PARAMETER;
        if (flags == 0 && reserved == null)
        {
            SlotLanes lanes = ResponseSlots.FindLanes(handle, out uint generation);
            CERT_SERVER_OCSP_RESPONSE_CONTEXT* context = lanes.Exist ? lanes.Mine->Borrow(generation, WallClock.Now()) : null;
            if (context != null)
                return context;
            bool isOpen = lanes.Exist && lanes.Mine->IsOf(generation);
            error = isOpen ? Errors.CRYPT_E_REVOCATION_OFFLINE : Errors.ERROR_INVALID_HANDLE;
        }

        Bare.Fail(error);
        return null;
    }

    [RuntimeExport("CertAddRefServerOcspResponseContext")]
    public static void CertAddRefServerOcspResponseContext(CERT_SERVER_OCSP_RESPONSE_CONTEXT* context)
    {
        ResponseBlock* block = ResponseBlock.Of(context);
        if (block != null)
            block->Add(1);
    }

    [RuntimeExport("CertFreeServerOcspResponseContext")]
    public static void CertFreeServerOcspResponseContext(CERT_SERVER_OCSP_RESPONSE_CONTEXT* context)
    {
        ResponseBlock* block = ResponseBlock.Of(context);
        if (block != null)
            block->GiveBack();
    }
}
