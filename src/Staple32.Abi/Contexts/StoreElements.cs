global using CertificatesInStores = Staple32.Abi.Contexts.StoreElements<
    Staple32.Abi.Contexts.CertificateKind, Staple32.Abi.Layout.CERT_CONTEXT, Staple32.Stores.StoredCertificate>;
global using CrlsInStores = Staple32.Abi.Contexts.StoreElements<
    Staple32.Abi.Contexts.CrlKind, Staple32.Abi.Layout.CRL_CONTEXT, Staple32.Stores.StoredCrl>;
using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that put certificates or CRLs into stores, list them and take them out.</summary>
internal static unsafe class StoreElements<TKind, TContext, TElement>
    where TKind : IContextKind<TElement>
    where TContext : unmanaged
    where TElement : StoredElement
{
    /// <summary>CertAddEncoded...ToStore. Without a store the element only becomes a context.</summary>
    public static int AddEncoded(nint store, uint encodingType, byte* encoded, uint size, uint disposition, TContext** added)
    {
        if (added != null)
            *added = null;
        return Add(store, ElementContexts<TKind, TContext, TElement>.Decode(encodingType, encoded, size), disposition, added);
    }

    /// <summary>CertAdd...ContextToStore: the element with a copy of its properties. Without a store the copy is a context.</summary>
    public static int AddContext(nint store, TContext* context, uint disposition, TContext** added)
    {
        if (added != null)
            *added = null;
        if (context == null)
            return LastError.False(Errors.E_INVALIDARG);
        return Add(store, (TElement)ElementContexts<TKind, TContext, TElement>.Of(context).Copy(), disposition, added);
    }

    /// <summary>CertAdd...LinkToStore: an element with the same encoding, whose properties are those of the context's element.</summary>
    public static int AddLink(nint store, TContext* context, uint disposition, TContext** added)
    {
        if (added != null)
            *added = null;
        // The dispositions that compare or merge two elements are not for links.
        if (context == null || store == 0 || disposition > (uint)AddDisposition.Always)
            return LastError.False(Errors.E_INVALIDARG);
        return Add(store, (TElement)ElementContexts<TKind, TContext, TElement>.Of(context).Link(), disposition, added);
    }

    /// <summary>
    /// CertEnum...InStore: the element behind another one, if it satisfies a condition. The previous context is freed
    /// whatever happens.
    /// </summary>
    public static TContext* Next(nint store, TContext* previous, Predicate<TElement>? match = null)
    {
        if (SystemStores.TryNext(TKind.Block, store, previous, out void* next))
            return match is null ? (TContext*)next : SkipTo(match, store, (TContext*)next);
        try
        {
            return Continue(StoreHandles.Find(store), previous, match);
        }
        finally
        {
            ElementContexts<TKind, TContext, TElement>.Release(previous);
        }
    }

    /// <summary>CertFind...InStore. The previous context is freed whatever happens.</summary>
    public static TContext* Find(nint store, uint findFlags, uint findType, void* parameter, TContext* previous)
    {
        if (SystemStores.TryFind(TKind.Block, store, findFlags, findType, parameter, previous, out void* found))
            return (TContext*)found;
        try
        {
            return Continue(StoreHandles.Find(store), previous, TKind.ReadSearch(findFlags, findType, parameter));
        }
        finally
        {
            ElementContexts<TKind, TContext, TElement>.Release(previous);
        }
    }

    /// <summary>CertDelete...FromStore. The context is freed whatever happens.</summary>
    public static int Delete(TContext* context)
    {
        if (context == null)
            return LastError.False(Errors.E_INVALIDARG);
        if (!ElementContexts<TKind, TContext, TElement>.IsOurs(context) && SystemElements.TryDelete(TKind.Block, context, out int result))
            return result;
        try
        {
            TElement element = ElementContexts<TKind, TContext, TElement>.Of(context);
            // What is in no store need not be taken out of one.
            if (element.Store is not { } store)
                return 1;
            if (store.IsReadOnly)
                return LastError.False(Errors.E_ACCESSDENIED);
            return store.Remove(element) ? 1 : LastError.False(Errors.CRYPT_E_NOT_FOUND);
        }
        finally
        {
            ElementContexts<TKind, TContext, TElement>.Release(context);
        }
    }

    private static int Add(nint store, TElement candidate, uint disposition, TContext** added)
    {
        if (disposition is < (uint)AddDisposition.New or > (uint)AddDisposition.NewerInheritProperties)
            return LastError.False(Errors.E_INVALIDARG);
        void* foreign = null;
        if (SystemStores.TryAdd(TKind.Block, store, candidate, disposition, added == null ? null : &foreign, out int result))
        {
            if (added != null)
                *added = (TContext*)foreign;
            return result;
        }

        TElement? element = candidate;
        if (store != 0)
        {
            AddOutcome outcome = StoreHandles.Find(store).Store.TryAdd(candidate, (AddDisposition)disposition, out element);
            if (outcome == AddOutcome.Exists)
                return LastError.False(Errors.CRYPT_E_EXISTS);
            if (outcome == AddOutcome.ReadOnly)
                return LastError.False(Errors.E_ACCESSDENIED);
        }

        if (added != null)
            *added = ElementContexts<TKind, TContext, TElement>.HandOut(element!);
        return 1;
    }

    /// <summary>The first context from this one on, in one of the system's stores, that satisfies a condition.</summary>
    private static TContext* SkipTo(Predicate<TElement> match, nint store, TContext* context)
    {
        void* next = context;
        while (next != null
            && !(ElementContexts<TKind, TContext, TElement>.TryRead((TContext*)next) is { } element && match(element))
            && SystemStores.TryNext(TKind.Block, store, next, out next))
        {
            // On to the next one.
        }

        return (TContext*)next;
    }

    /// <summary>The context of the element behind another one; NULL with CRYPT_E_NOT_FOUND at the end.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: the previous context is not of this store.</exception>
    private static TContext* Continue(StoreHandle handle, TContext* previous, StoreSearch<TElement> search)
    {
        // What is archived is passed over unless it is looked for, or the store was opened to show it.
        if (search.Match is null && (handle.Flags & StoreFlags.CERT_STORE_ENUM_ARCHIVED_FLAG) == 0)
            search = new StoreSearch<TElement>(ElementSearch.IsNotArchived);
        TElement? from = null;
        if (previous != null)
        {
            if (!ElementContexts<TKind, TContext, TElement>.IsOurs(previous))
                throw new AbiException(Errors.E_INVALIDARG, "the previous context is not of this store");
            from = ElementContexts<TKind, TContext, TElement>.Of(previous);
        }

        if (!handle.Store.TryNext(from, search, out TElement? next))
            throw new AbiException(Errors.E_INVALIDARG, "the previous context is not of this store");
        if (next is not null)
            return ElementContexts<TKind, TContext, TElement>.HandOut(next);
        LastError.Set(Errors.CRYPT_E_NOT_FOUND);
        return null;
    }
}
