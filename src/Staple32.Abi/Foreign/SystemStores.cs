using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Foreign;

/// <summary>
/// Stores that the system's Crypt32 opened, given to this library's functions: as a place to look for certificates they
/// are mirrored; opened, listed, searched and closed they are through the system's functions.
/// </summary>
internal static unsafe class SystemStores
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<nint, WeakReference<MirrorStore>> s_mirrors = [];

    /// <summary>
    /// A store that shows what one of the system's holds at every look, and keeps that open; null if the handle is not the
    /// system's. The same one for the same handle for as long as anybody holds it.
    /// </summary>
    public static MirrorStore? Mirror(nint store)
    {
        if (!SystemCrypt32.MadeStore(store) || SystemCrypt32.Present is not { } system)
            return null;
        lock (s_lock)
        {
            if (s_mirrors.TryGetValue(store, out WeakReference<MirrorStore>? known) && known.TryGetTarget(out MirrorStore? mirror))
                return mirror;
            foreach ((nint handle, WeakReference<MirrorStore> other) in s_mirrors)
            {
                if (!other.TryGetTarget(out _))
                    s_mirrors.Remove(handle);
            }

            var reference = new Reference(system, store);
            mirror = new MirrorStore(reference.Read);
            s_mirrors[store] = new WeakReference<MirrorStore>(mirror);
            return mirror;
        }
    }

    /// <summary>
    /// One of the system's stores ("MY" and others), if the system has a Crypt32: the handle is the system's, with the keys
    /// that belong to its certificates. ERROR_FILE_NOT_FOUND if it has none.
    /// </summary>
    public static nint Open(string name, uint flags)
    {
        if (SystemCrypt32.Load() is not { } system)
            return LastError.Null(Errors.ERROR_FILE_NOT_FOUND);
        fixed (char* text = name)
        {
            nint store = system.OpenStore(StoreProviders.CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, text);
            if (store == 0)
                SystemCrypt32.TakeLastError();
            return store;
        }
    }

    /// <summary>CertDuplicateStore.</summary>
    public static bool TryDuplicate(nint store)
    {
        if (!SystemCrypt32.MadeStore(store) || SystemCrypt32.Present is not { } system)
            return false;
        return system.DuplicateStore(store) == store;
    }

    /// <summary>CertCloseStore.</summary>
    public static bool TryClose(nint store, uint flags, out int result)
    {
        result = 0;
        if (!SystemCrypt32.MadeStore(store) || SystemCrypt32.Present is not { } system)
            return false;
        result = system.CloseStore(store, flags);
        if (result == 0)
            SystemCrypt32.TakeLastError();
        return true;
    }

    /// <summary>CertEnum...InStore: the system's own contexts.</summary>
    public static bool TryNext(BlockKind kind, nint store, void* previous, out void* next)
    {
        next = null;
        if (!SystemCrypt32.MadeStore(store) || SystemCrypt32.Present is not { } system)
            return false;
        next = Checked(system.Of(kind).Next(store, OfTheSystem(previous)));
        return true;
    }

    /// <summary>CertFind...InStore: the system's own contexts.</summary>
    public static bool TryFind(BlockKind kind, nint store, uint findFlags, uint findType, void* parameter, void* previous, out void* found)
    {
        found = null;
        if (!SystemCrypt32.MadeStore(store) || SystemCrypt32.Present is not { } system)
            return false;
        found = Checked(system.Of(kind).Find(
            store, EncodingTypes.X509_ASN_ENCODING | EncodingTypes.PKCS_7_ASN_ENCODING, findFlags, findType, parameter, OfTheSystem(previous)));
        return true;
    }

    /// <summary>Puts an encoding into one of the system's stores; the context added is the system's.</summary>
    public static bool TryAdd(BlockKind kind, nint store, StoredElement element, uint disposition, void** added, out int result)
    {
        result = 0;
        if (!SystemCrypt32.MadeStore(store) || SystemCrypt32.Present is not { } system)
            return false;
        SystemElementFunctions functions = system.Of(kind);
        void* context = null;
        fixed (byte* encoded = element.Encoded.Span)
            result = functions.AddEncoded(store, EncodingTypes.X509_ASN_ENCODING, encoded, (uint)element.Encoded.Length, disposition, &context);
        if (result == 0)
        {
            SystemCrypt32.TakeLastError();
            return true;
        }

        foreach (uint id in element.Properties.Ids)
            SetProperty(functions, context, id, element.Properties.Get(id)!.Value.Span);
        if (added != null)
            *added = context;
        else
            _ = functions.Free(context);
        return true;
    }

    // The blob is copied at once.
    private static void SetProperty(SystemElementFunctions functions, void* context, uint id, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value)
        {
            var blob = new CRYPT_DATA_BLOB { cbData = (uint)value.Length, pbData = bytes };
            _ = functions.SetProperty(context, id, 0, &blob);
        }
    }

    // One of ours in an enumeration of the system's would be read as what it is not.
    private static void* OfTheSystem(void* previous) =>
        previous == null || SystemCrypt32.Made((ContextHead*)previous)
            ? previous
            : throw new AbiException(Errors.E_INVALIDARG, "the previous context is not of this store");

    private static void* Checked(void* context)
    {
        if (context == null)
            SystemCrypt32.TakeLastError();
        return context;
    }

    /// <summary>A reference to a store of the system's, given back when nobody uses the mirror any more.</summary>
    private sealed class Reference
    {
        private readonly SystemFunctions _system;
        private readonly nint _store;

        public Reference(SystemFunctions system, nint store)
        {
            _system = system;
            _store = system.DuplicateStore(store);
        }

        ~Reference()
        {
            if (_store != 0)
                _ = _system.CloseStore(_store, 0);
        }

        public List<StoredElement> Read()
        {
            var elements = new List<StoredElement>();
            Read<CertificateKind, CERT_CONTEXT, StoredCertificate>(elements);
            Read<CrlKind, CRL_CONTEXT, StoredCrl>(elements);
            GC.KeepAlive(this);
            return elements;
        }

        // What the system can read and this library cannot is left out.
        private void Read<TKind, TContext, TElement>(List<StoredElement> elements)
            where TKind : IContextKind<TElement>
            where TContext : unmanaged
            where TElement : StoredElement
        {
            SystemElementFunctions functions = _system.Of(TKind.Block);
            for (void* context = functions.Next(_store, null); context != null; context = functions.Next(_store, context))
            {
                if (ElementContexts<TKind, TContext, TElement>.TryRead((TContext*)context) is { } element)
                    elements.Add(element);
            }
        }
    }
}
