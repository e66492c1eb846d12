using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;

namespace Staple32.Abi.Exports;

/// <summary>Stores as a whole: opened, shared, joined, closed.</summary>
internal static unsafe class Stores
{
    // The encoding type and the crypto provider matter to providers that are not here; Windows ignores them for these.
    [UnmanagedCallersOnly(EntryPoint = "CertOpenStore")]
    public static nint CertOpenStore(nint provider, uint encodingType, nuint cryptoProvider, uint flags, void* parameter)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StoreOpening.Open(provider, flags, parameter); }
        catch (Exception e) { return (nint)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertDuplicateStore")]
    public static nint CertDuplicateStore(nint store)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StoreHandles.Duplicate(store); }
        catch (Exception e) { return (nint)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertCloseStore")]
    public static int CertCloseStore(nint store, uint flags)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StoreHandles.Close(store, flags); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertAddStoreToCollection")]
    public static int CertAddStoreToCollection(nint collection, nint sibling, uint flags, uint priority)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return Collections.Join(collection, sibling, flags, priority); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertRemoveStoreFromCollection")]
    public static void CertRemoveStoreFromCollection(nint collection, nint sibling)
    {
        if (!Call.Enter(out int saved)) return;
        try { Collections.Leave(collection, sibling); }
        catch (Exception e) { Guard.Void(e); }
        finally { Call.Leave(saved); }
    }
}
