using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>In what certificates and CRLs differ where contexts of both are kept in one way.</summary>
internal unsafe interface IContextKind<TElement>
    where TElement : StoredElement
{
    /// <summary>The mark of its native blocks.</summary>
    public static abstract BlockKind Block { get; }

    /// <summary>As in "no certificate".</summary>
    public static abstract string Noun { get; }

    /// <summary>Nothing longer is one; a foreign structure that says so is not read.</summary>
    public static abstract uint MaxForeignBytes { get; }

    /// <summary>The flags that setting a property takes beside those about persistence.</summary>
    public static abstract uint PropertyFlags { get; }

    /// <summary>Builds the block of an element with one reference; the store's handle is left 0.</summary>
    public static abstract ContextHead* Build(TElement element);

    /// <summary>An element in no store; null if the bytes are something else.</summary>
    public static abstract TElement? Parse(byte[] encoded);

    /// <summary>Turns the find type and parameter of its CertFind function into a search that keeps nothing of the host's.</summary>
    /// <returns>No condition for the type that finds everything.</returns>
    /// <exception cref="AbiException">E_INVALIDARG: an unknown find type, or one that needs a parameter has none.</exception>
    public static abstract StoreSearch<TElement> ReadSearch(uint findFlags, uint findType, void* parameter);
}

/// <summary>
/// Certificates or CRLs as the host holds them: one native block per element while anybody refers to it, so that the same
/// element of a store is the same pointer every time.
/// </summary>
internal static unsafe class ElementContexts<TKind, TContext, TElement>
    where TKind : IContextKind<TElement>
    where TContext : unmanaged
    where TElement : StoredElement
{
    /// <summary>The context of an element, with a new reference of the library's own.</summary>
    public static TContext* For(TElement element)
    {
        lock (element)
        {
            var link = element.Companion as ContextLink;
            if (link is not null && link.Context != 0 && NativeBlock.TryAddRef((void*)link.Context))
                return (TContext*)link.Context;
            ContextHead* block = TKind.Build(element);
            if (element.Store is { } store)
                block->PublicStore = block->Store = StoreHandles.Attach(store, (nint)block);
            link ??= new ContextLink();
            link.Context = (nint)block;
            element.Companion = link;
            return (TContext*)block;
        }
    }

    /// <summary>Another reference of the library's own to a context of ours.</summary>
    public static TContext* AddRef(TContext* context)
    {
        NativeBlock.AddRef(context);
        return context;
    }

    /// <summary>Drops a reference of the library's own. True if it was the last and the context is gone.</summary>
    public static bool Free(TContext* context) => ContextHead.Free((ContextHead*)context);

    /// <summary>The context of an element, with a new reference that the host has to free.</summary>
    public static TContext* HandOut(TElement element)
    {
        TContext* context = For(element);
        Interlocked.Increment(ref ((ContextHead*)context)->HostReferences);
        return context;
    }

    /// <summary>Another reference of the host's, if the context is ours. Atomics only.</summary>
    public static bool TryAddHostReference(TContext* context)
    {
        if (!IsOurs(context))
            return false;
        ContextHead.AddHostReference((ContextHead*)context);
        return true;
    }

    /// <summary>
    /// Another reference of the host's to anybody's context: to this one if it is ours or the system's, else to a copy, since
    /// nobody can say how whoever made it counts references.
    /// </summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: nothing can be made of it.</exception>
    public static TContext* Duplicate(TContext* context) =>
        TryAddHostReference(context) || SystemElements.TryDuplicate(TKind.Block, context) ? context : HandOut(Of(context));

    /// <summary>Drops a reference of the host's, if there is one: NULL and surplus frees change nothing. Atomics only.</summary>
    /// <returns>True if <see cref="Finish"/> is due: it was the last of all, or the context is foreign.</returns>
    public static bool DropHostReference(TContext* context) =>
        context != null && (!IsOurs(context) || ContextHead.DropHostReference((ContextHead*)context));

    /// <summary>Frees a context of ours that has no references left; passes on the free of the system's; leaves others alone.</summary>
    public static void Finish(TContext* context)
    {
        if (IsOurs(context))
            ContextHead.Dispose((ContextHead*)context);
        else
            _ = SystemElements.TryFree(TKind.Block, context);
    }

    /// <summary>Drops a reference of the host's, and finishes the context if that is due.</summary>
    public static void Release(TContext* context)
    {
        if (DropHostReference(context))
            Finish(context);
    }

    /// <summary>
    /// What a context stands for. Of a foreign one only the encoding is read, and the properties if it is the system's: it
    /// becomes an element that is in no store.
    /// </summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: NULL, or nothing can be made of it.</exception>
    public static TElement Of(TContext* context)
    {
        if (context == null)
            throw AbiException.InvalidParameter($"no {TKind.Noun}");
        return TryRead(context) ?? throw AbiException.InvalidParameter($"a context whose {TKind.Noun} cannot be read");
    }

    /// <summary>As <see cref="Of"/>; null if nothing can be made of it.</summary>
    public static TElement? TryRead(TContext* context)
    {
        if (IsOurs(context))
            return NativeBlock.Managed<TElement>(context);
        var foreign = (ContextHead*)context;
        if (foreign->Encoded == null || foreign->EncodedLength is 0 || foreign->EncodedLength > TKind.MaxForeignBytes)
            return null;
        TElement? element = TKind.Parse(new ReadOnlySpan<byte>(foreign->Encoded, (int)foreign->EncodedLength).ToArray());
        if (element is not null)
            SystemElements.CopyProperties(TKind.Block, context, element);
        return element;
    }

    /// <summary>An element in no store of the bytes that a host passes.</summary>
    /// <exception cref="AbiException">As <see cref="EncodedBytes.Copy"/>, and CRYPT_E_ASN1_BADTAG for another SEQUENCE.</exception>
    public static TElement Decode(uint encodingType, byte* encoded, uint size) =>
        TKind.Parse(EncodedBytes.Copy(encodingType, encoded, size))
            ?? throw new AbiException(Errors.CRYPT_E_ASN1_BADTAG, $"not a {TKind.Noun}");

    /// <summary>True if the context was made here.</summary>
    public static bool IsOurs(TContext* context) => NativeBlock.IsOurs(context, TKind.Block);
}
