using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Prefetch;
using Staple32.Settings;

namespace Staple32.Abi.Responses;

/// <summary>Opening and closing handles: what the six functions do outside the hot path.</summary>
internal static unsafe class ServerResponses
{
    /// <summary>CertOpenServerOcspResponse.</summary>
    public static nint Open(CERT_CHAIN_CONTEXT* chainContext, uint flags, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA* para)
    {
        OpenParameters parameters = OpenParameters.Read(flags, para);
        PrefetchSettings settings = MachineSettings.Load(Library.Log).Prefetch;
        CERT_CHAIN_CONTEXT* chain = ChainContexts.Hold(chainContext);
        ResponseHandle response;
        ServerResponseRequest request;
        try
        {
            request = ResponseRequests.Create(chain, parameters, settings);
            response = new ResponseHandle(chain, settings, UpdateCallback.For(parameters, chain));
        }
        catch
        {
            ChainContexts.Free(chain);
            throw;
        }

        nint handle = ResponseSlots.Open(GCHandle.ToIntPtr(GCHandle.Alloc(response)), out ResponseSlot* slot);
        try
        {
            response.Start(slot, Library.Prefetcher, request, parameters.IsAsync);
            return handle;
        }
        catch
        {
            _ = slot->TryClose(slot->Generation, out _);
            Close(handle, slot);
            throw;
        }
    }

    /// <summary>What follows the last CertCloseServerOcspResponse: the handle is stale already, the slot still ours.</summary>
    public static void CloseLast(nint handle, ResponseSlot* slot)
    {
        if (ForkGuard.InChild)
        {
            // The retrieval is the parent's; what was handed out here can still be given back.
            slot->Replace(null);
            return;
        }

        _ = Call.Enter(out int saved);
        try { Close(handle, slot); }
        catch (Exception e) { Guard.Void(e); }
        finally { Call.Leave(saved); }
    }

    /// <summary>The managed half of a handle, or null if the handle is closed or invented.</summary>
    public static ResponseHandle? Find(nint handle)
    {
        ResponseSlot* slot = ResponseSlots.Find(handle, out uint generation);
        // The reference keeps another thread's Close from freeing the owner while it is looked up.
        if (slot == null || !slot->TryAddRef(generation))
            return null;
        var response = (ResponseHandle)GCHandle.FromIntPtr(slot->Owner).Target!;
        if (slot->TryClose(generation, out bool last) && last)
            CloseLast(handle, slot);
        return response;
    }

    private static void Close(nint handle, ResponseSlot* slot)
    {
        GCHandle owner = GCHandle.FromIntPtr(slot->Owner);
        var response = (ResponseHandle)owner.Target!;
        response.Close();
        owner.Free();
        ResponseSlots.Recycle(handle);
    }
}
