using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// HCERTSTORE values. A handle stays valid while the store is open or a context of it is held, as on Windows: a program
/// may close the store and go on using the hCertStore of a certificate that it found there.
/// </summary>
internal static class StoreHandles
{
    private static readonly Lock s_lock = new();
    private static readonly HandleTable<StoreHandle> s_table = new(kind: 1);
    private static readonly Dictionary<CertificateStore, StoreHandle> s_byStore = new(ReferenceEqualityComparer.Instance);

    /// <summary>A handle on a store that has none yet, open once.</summary>
    public static nint Open(CertificateStore store, uint flags)
    {
        lock (s_lock)
        {
            StoreHandle handle = Create(store, flags);
            handle.Opens = 1;
            return handle.Value;
        }
    }

    /// <summary>The store behind a handle.</summary>
    /// <exception cref="AbiException">E_INVALIDARG for NULL, ERROR_INVALID_HANDLE for one that is closed or invented.</exception>
    public static StoreHandle Find(nint value)
    {
        if (value == 0)
            throw new AbiException(Errors.E_INVALIDARG, "no store");
        return s_table.Find(value) ?? throw new AbiException(Errors.ERROR_INVALID_HANDLE, "not a store");
    }

    /// <summary>The store behind a handle, to look for certificates and CRLs in: one of ours, or what mirrors one of the system's.</summary>
    /// <exception cref="AbiException">As <see cref="Find"/>.</exception>
    public static CertificateStore ForReading(nint value) => SystemStores.Mirror(value) ?? Find(value).Store;

    /// <summary>CertDuplicateStore: the same handle, to be closed once more. NULL stays NULL.</summary>
    public static nint Duplicate(nint value)
    {
        if (value == 0 || SystemStores.TryDuplicate(value))
            return value;
        lock (s_lock)
        {
            Find(value).Opens++;
            return value;
        }
    }

    /// <summary>CertCloseStore.</summary>
    public static int Close(nint value, uint flags)
    {
        if ((flags & ~(StoreFlags.CERT_CLOSE_STORE_FORCE_FLAG | StoreFlags.CERT_CLOSE_STORE_CHECK_FLAG)) != 0)
            return LastError.False(Errors.E_INVALIDARG);
        if (value == 0)
            return 1;
        if (SystemStores.TryClose(value, flags, out int result))
            return result;
        StoreHandle handle;
        List<nint> forced = [];
        lock (s_lock)
        {
            handle = Find(value);
            if (handle.Opens == 0)
                return LastError.False(Errors.ERROR_INVALID_HANDLE);
            handle.Opens--;
            if (handle.Opens == 0 && (flags & StoreFlags.CERT_CLOSE_STORE_FORCE_FLAG) != 0)
                ContextHead.Hold(handle.Contexts, forced);
            RemoveIfUnused(handle);
        }

        foreach (nint context in forced)
            ContextHead.EndHostReferences(context);
        if ((flags & StoreFlags.CERT_CLOSE_STORE_CHECK_FLAG) != 0 && IsInUse(handle))
            return LastError.False(Errors.CRYPT_E_PENDING_CLOSE);
        return 1;
    }

    /// <summary>The handle that a new context of this store's shows as its hCertStore; made if there is none.</summary>
    public static nint Attach(CertificateStore store, nint context)
    {
        lock (s_lock)
        {
            if (!s_byStore.TryGetValue(store, out StoreHandle? handle))
                handle = Create(store, 0);
            handle.Contexts.Add(context);
            return handle.Value;
        }
    }

    /// <summary>Undoes <see cref="Attach"/> when the context is freed.</summary>
    public static void Detach(nint value, nint context)
    {
        lock (s_lock)
        {
            if (s_table.Find(value) is not { } handle)
                return;
            handle.Contexts.Remove(context);
            RemoveIfUnused(handle);
        }
    }

    private static StoreHandle Create(CertificateStore store, uint flags)
    {
        var handle = new StoreHandle(store) { Flags = flags };
        handle.Value = s_table.Add(handle);
        s_byStore[store] = handle;
        return handle;
    }

    private static bool IsInUse(StoreHandle handle)
    {
        lock (s_lock)
            return handle.Opens > 0 || handle.Contexts.Count > 0;
    }

    private static void RemoveIfUnused(StoreHandle handle)
    {
        if (handle.Opens > 0 || handle.Contexts.Count > 0)
            return;
        s_table.Remove(handle.Value);
        s_byStore.Remove(handle.Store);
    }
}
