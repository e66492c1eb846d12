using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

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

    [UnmanagedCallersOnly(EntryPoint = "CertOpenSystemStoreA")]
    public static nint CertOpenSystemStoreA(nuint cryptoProvider, byte* name)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return SystemStoreOpening.OpenUsers(NativeText.FromUtf8(name)); }
        catch (Exception e) { return (nint)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertOpenSystemStoreW")]
    public static nint CertOpenSystemStoreW(nuint cryptoProvider, char* name)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return SystemStoreOpening.OpenUsers(NativeText.FromUtf16(name)); }
        catch (Exception e) { return (nint)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    // The flags have no meaning yet.
    [UnmanagedCallersOnly(EntryPoint = "CertSaveStore")]
    public static int CertSaveStore(nint store, uint encodingType, uint saveAs, uint saveTo, void* parameter, uint flags)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StoreSaves.Save(store, encodingType, saveAs, saveTo, parameter); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertControlStore")]
    public static int CertControlStore(nint store, uint flags, uint controlType, void* parameter)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StoreControl.Do(store, flags, controlType, parameter); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetStoreProperty")]
    public static int CertGetStoreProperty(nint store, uint id, void* data, uint* size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StoreProperties.Get(store, id, data, size); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertSetStoreProperty")]
    public static int CertSetStoreProperty(nint store, uint id, uint flags, void* data)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StoreProperties.Set(store, id, flags, (CRYPT_DATA_BLOB*)data); }
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
