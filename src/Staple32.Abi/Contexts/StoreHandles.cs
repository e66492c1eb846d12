using System.Runtime.ExceptionServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Log;
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
            StoreHandle handle = Create(new StoreHandle(store) { Flags = flags, IsHosts = true });
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
            StoreHandle handle = Find(value);
            handle.Opens++;
            handle.HasBeenClosed = false;
            return value;
        }
    }

    /// <summary>CertCloseStore.</summary>
    /// <exception cref="Exception">What could not be written back; the store is closed all the same.</exception>
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
        List<CertificateStore> closed = [];
        lock (s_lock)
        {
            handle = Find(value);
            if (handle.Opens == 0)
                return LastError.False(Errors.ERROR_INVALID_HANDLE);
            handle.Opens--;
            bool isForced = (flags & StoreFlags.CERT_CLOSE_STORE_FORCE_FLAG) != 0;
            if (handle.IsClosed && isForced)
                ContextHead.Hold(handle.Contexts, forced);
            Settle(handle, isForced, closed);
        }

        foreach (nint context in forced)
            ContextHead.EndHostReferences(context);
        CloseAll(closed);
        if ((flags & StoreFlags.CERT_CLOSE_STORE_CHECK_FLAG) != 0 && IsInUse(handle))
            return LastError.False(Errors.CRYPT_E_PENDING_CLOSE);
        return 1;
    }

    /// <summary>
    /// CertAddStoreToCollection's change: the collection keeps its member open until it leaves or the collection is closed.
    /// </summary>
    /// <returns>False if the sibling is the collection or contains it.</returns>
    public static bool Join(StoreHandle collection, StoreHandle sibling, bool takesAdditions, uint priority)
    {
        lock (s_lock)
        {
            if (!((CollectionStore)collection.Store).TryJoin(sibling.Store, takesAdditions, priority))
                return false;
            if (collection.Members.Add(sibling))
                sibling.Memberships++;
            sibling.HasBeenClosed = false;
            return true;
        }
    }

    /// <summary>CertRemoveStoreFromCollection's change.</summary>
    /// <exception cref="Exception">What could not be written back.</exception>
    public static void Leave(StoreHandle collection, StoreHandle sibling)
    {
        List<CertificateStore> closed = [];
        lock (s_lock)
        {
            ((CollectionStore)collection.Store).Leave(sibling.Store);
            if (!collection.Members.Remove(sibling))
                return;
            sibling.Memberships--;
            Settle(sibling, isForced: false, closed);
        }

        CloseAll(closed);
    }

    /// <summary>The handle that a new context of this store's shows as its hCertStore; made if there is none.</summary>
    public static nint Attach(CertificateStore store, nint context)
    {
        lock (s_lock)
        {
            if (!s_byStore.TryGetValue(store, out StoreHandle? handle))
                handle = Create(new StoreHandle(store));
            handle.Contexts.Add(context);
            return handle.Value;
        }
    }

    /// <summary>Undoes <see cref="Attach"/> when the context is freed.</summary>
    public static void Detach(nint value, nint context)
    {
        List<CertificateStore> closed = [];
        lock (s_lock)
        {
            if (s_table.Find(value) is not { } handle)
                return;
            handle.Contexts.Remove(context);
            if (handle.IsUnused)
                Settle(handle, isForced: false, closed);
        }

        try
        {
            CloseAll(closed);
        }
        catch (Exception failure)
        {
            // Whoever frees a context cannot be told.
            Library.Log.Write(LogLevel.Error, $"a store could not be written back: {failure.Message}");
        }
    }

    private static StoreHandle Create(StoreHandle handle)
    {
        handle.Value = s_table.Add(handle);
        s_byStore[handle.Store] = handle;
        return handle;
    }

    private static bool IsInUse(StoreHandle handle)
    {
        lock (s_lock)
            return !handle.IsUnused;
    }

    /// <summary>Closes all of them, also if one cannot be written back.</summary>
    private static void CloseAll(List<CertificateStore> stores)
    {
        ExceptionDispatchInfo? first = null;
        foreach (CertificateStore store in stores)
        {
            try
            {
                store.Close();
            }
            catch (Exception failure)
            {
                first ??= ExceptionDispatchInfo.Capture(failure);
            }
        }

        first?.Throw();
    }

    /// <summary>Does what is due after a handle was closed, left a collection or lost a context.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="isForced">Whether CERT_STORE_DEFER_CLOSE_UNTIL_LAST_FREE_FLAG does not count.</param>
    /// <param name="closed">Takes the stores to be closed when the lock is free again: that may write files.</param>
    private static void Settle(StoreHandle handle, bool isForced, List<CertificateStore> closed)
    {
        var open = new Stack<StoreHandle>([handle]);
        while (open.TryPop(out StoreHandle? next))
        {
            if (!next.IsClosed)
                continue;
            bool isDeferred = !isForced && (next.Flags & StoreFlags.CERT_STORE_DEFER_CLOSE_UNTIL_LAST_FREE_FLAG) != 0;
            bool ends = next.IsUnused;
            // Without the flag it was closed when the last open handle was, whoever still held a context.
            if (next.IsHosts && (isDeferred ? ends : !next.HasBeenClosed))
            {
                next.HasBeenClosed = true;
                closed.Add(next.Store);
            }

            foreach (StoreHandle member in next.Members)
            {
                member.Memberships--;
                open.Push(member);
            }

            next.Members.Clear();
            if (ends)
            {
                s_table.Remove(next.Value);
                s_byStore.Remove(next.Store);
            }
        }
    }
}
