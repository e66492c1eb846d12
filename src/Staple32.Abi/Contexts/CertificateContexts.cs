using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// Certificates as the host holds them: one native block per certificate while anybody refers to it, so that the same
/// element of a store is the same pointer every time.
/// </summary>
/// <remarks>
/// There are two kinds of references. The library's own (<see cref="For"/>, <see cref="AddRef"/>, <see cref="Free"/>): a
/// chain holds its certificates. And the host's (<see cref="HandOut"/>, <see cref="TryAddHostReference"/>, <see cref="Release"/>),
/// which are what the exports give and take. A host that frees too often, or closes a store with
/// CERT_CLOSE_STORE_FORCE_FLAG, ends references of its own kind only: a chain never points at freed memory.
/// </remarks>
internal static unsafe class CertificateContexts
{
    /// <summary>Nothing longer is a certificate; a foreign structure that says so is not read.</summary>
    private const uint MaxForeignBytes = 16 * 1024 * 1024;

    /// <summary>The context of a certificate, with a new reference of the library's own.</summary>
    public static CERT_CONTEXT* For(StoredCertificate element)
    {
        lock (element)
        {
            var link = element.Companion as ContextLink;
            if (link is not null && link.Context != 0 && NativeBlock.TryAddRef((void*)link.Context))
                return (CERT_CONTEXT*)link.Context;
            ContextBlock* block = ContextBlock.Build(element);
            if (element.Store is { } store)
                block->Public.hCertStore = block->Store = StoreHandles.Attach(store, (nint)block);
            link ??= new ContextLink();
            link.Context = (nint)block;
            element.Companion = link;
            return &block->Public;
        }
    }

    /// <summary>Another reference of the library's own to a context of ours.</summary>
    public static CERT_CONTEXT* AddRef(CERT_CONTEXT* context)
    {
        NativeBlock.AddRef(context);
        return context;
    }

    /// <summary>Drops a reference of the library's own. True if it was the last and the context is gone.</summary>
    public static bool Free(CERT_CONTEXT* context)
    {
        if (!NativeBlock.Release(context))
            return false;
        Dispose(context);
        return true;
    }

    /// <summary>The context of a certificate, with a new reference that the host has to free.</summary>
    public static CERT_CONTEXT* HandOut(StoredCertificate element)
    {
        CERT_CONTEXT* context = For(element);
        Interlocked.Increment(ref ((ContextBlock*)context)->HostReferences);
        return context;
    }

    /// <summary>Another reference of the host's, if the context is ours. Atomics only.</summary>
    public static bool TryAddHostReference(CERT_CONTEXT* context)
    {
        if (!IsOurs(context))
            return false;
        NativeBlock.AddRef(context);
        Interlocked.Increment(ref ((ContextBlock*)context)->HostReferences);
        return true;
    }

    /// <summary>
    /// Drops a reference of the host's, if there is one: NULL, foreign contexts and surplus frees change nothing. Atomics only.
    /// </summary>
    /// <returns>True if it was the last of all: then <see cref="Dispose"/> is due.</returns>
    public static bool DropHostReference(CERT_CONTEXT* context)
    {
        if (context == null || !IsOurs(context))
            return false;
        ref long count = ref ((ContextBlock*)context)->HostReferences;
        for (long seen = Volatile.Read(ref count); seen > 0;)
        {
            long found = Interlocked.CompareExchange(ref count, seen - 1, seen);
            if (found == seen)
                return NativeBlock.Release(context);
            seen = found;
        }

        return false;
    }

    /// <summary>Drops a reference of the host's and disposes of the context if it was the last.</summary>
    public static void Release(CERT_CONTEXT* context)
    {
        if (DropHostReference(context))
            Dispose(context);
    }

    /// <summary>Takes a reference on every context that is not being freed at this moment.</summary>
    public static void Hold(IEnumerable<nint> contexts, List<nint> held)
    {
        foreach (nint context in contexts)
        {
            if (NativeBlock.TryAddRef((void*)context))
                held.Add(context);
        }
    }

    /// <summary>Ends all references of the host's to a context, and the one taken by <see cref="Hold"/>.</summary>
    public static void EndHostReferences(nint context)
    {
        long references = Interlocked.Exchange(ref ((ContextBlock*)context)->HostReferences, 0);
        for (; references > 0; references--)
            Free((CERT_CONTEXT*)context);
        Free((CERT_CONTEXT*)context);
    }

    /// <summary>
    /// What a context stands for. Of a foreign one only pbCertEncoded and cbCertEncoded are read: it becomes a
    /// certificate that is in no store and has no properties.
    /// </summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: NULL, or no certificate can be made of it.</exception>
    public static StoredCertificate Of(CERT_CONTEXT* context)
    {
        if (context == null)
            throw AbiException.InvalidParameter("no certificate");
        if (IsOurs(context))
            return NativeBlock.Managed<StoredCertificate>(context);
        if (context->pbCertEncoded == null || context->cbCertEncoded is 0 or > MaxForeignBytes)
            throw AbiException.InvalidParameter("a certificate context without a certificate");
        byte[] encoded = new ReadOnlySpan<byte>(context->pbCertEncoded, (int)context->cbCertEncoded).ToArray();
        if (!Certificate.TryParse(encoded, out Certificate? certificate))
            throw AbiException.InvalidParameter("a certificate context whose certificate cannot be read");
        return new StoredCertificate(certificate);
    }

    /// <summary>True if the context was made here.</summary>
    public static bool IsOurs(CERT_CONTEXT* context) => NativeBlock.IsOurs(context, BlockKind.CertificateContext);

    /// <summary>Frees a context whose last reference has been dropped.</summary>
    public static void Dispose(CERT_CONTEXT* context)
    {
        var block = (ContextBlock*)context;
        StoredCertificate element = NativeBlock.Managed<StoredCertificate>(block);
        lock (element)
        {
            // By now the certificate may have a new block, built because this one's count had reached zero.
            if (element.Companion is ContextLink link && link.Context == (nint)block)
                link.Context = 0;
        }

        if (block->Store != 0)
            StoreHandles.Detach(block->Store, (nint)block);
        NativeBlock.Free(block);
    }

    private sealed class ContextLink
    {
        public nint Context;
    }
}
