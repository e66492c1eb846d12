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

    [UnmanagedCallersOnly(EntryPoint = "CertAddRefServerOcspResponse")]
    public static void CertAddRefServerOcspResponse(nint handle)
    {
        ResponseSlot* slot = ResponseSlots.Find(handle, out uint generation);
        if (handle != 0 && (slot == null || !slot->TryAddRef(generation)))
            Call.Fail(Errors.ERROR_INVALID_HANDLE);
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

    // The hot path, with the two below: native memory and atomics only. No Call.Enter, since nothing here can touch
    // errno, throw, or hang in a forked child.
    [UnmanagedCallersOnly(EntryPoint = "CertGetServerOcspResponseContext")]
    public static CERT_SERVER_OCSP_RESPONSE_CONTEXT* CertGetServerOcspResponseContext(nint handle, uint flags, void* reserved)
    {
        uint error = Errors.ERROR_INVALID_PARAMETER;
        if (flags == 0 && reserved == null)
        {
            SlotLanes lanes = ResponseSlots.FindLanes(handle, out uint generation);
            error = Errors.ERROR_INVALID_HANDLE;
            if (lanes.Exist)
            {
                CERT_SERVER_OCSP_RESPONSE_CONTEXT* context = lanes.Mine->Borrow(generation, WallClock.Now(), out error);
                if (context != null)
                    return context;
            }
        }

        Call.Fail(error);
        return null;
    }

    [UnmanagedCallersOnly(EntryPoint = "CertAddRefServerOcspResponseContext")]
    public static void CertAddRefServerOcspResponseContext(CERT_SERVER_OCSP_RESPONSE_CONTEXT* context)
    {
        ResponseBlock* block = ResponseBlock.Of(context);
        if (block != null)
            block->Add(1);
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFreeServerOcspResponseContext")]
    public static void CertFreeServerOcspResponseContext(CERT_SERVER_OCSP_RESPONSE_CONTEXT* context)
    {
        ResponseBlock* block = ResponseBlock.Of(context);
        if (block != null)
            block->GiveBack();
    }
}
