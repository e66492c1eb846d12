using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// CRLs as the host holds them: one native block per <see cref="StoredCrl"/> while anybody refers to it. References are
/// of two kinds, the library's and the host's, as <see cref="CertificateContexts"/> explains: an update callback that
/// frees what it only borrowed does no harm.
/// </summary>
internal static unsafe class CrlContexts
{
    /// <summary>The longest CRLs that CAs publish have a tenth of this; a foreign structure that says more is not read.</summary>
    private const uint MaxForeignBytes = 1024 * 1024 * 1024;

    /// <summary>The context of a CRL, with a new reference of the library's own.</summary>
    /// <exception cref="CertificateFormatException">An entry is malformed.</exception>
    public static CRL_CONTEXT* For(StoredCrl element)
    {
        lock (element)
        {
            var link = element.Companion as ContextLink;
            if (link is not null && link.Context != 0 && NativeBlock.TryAddRef((void*)link.Context))
                return (CRL_CONTEXT*)link.Context;
            CrlBlock* block = CrlBlock.Build(element);
            element.Companion = new ContextLink { Context = (nint)block };
            return &block->Public;
        }
    }

    /// <summary>Drops a reference of the library's own.</summary>
    public static void Free(CRL_CONTEXT* context)
    {
        if (NativeBlock.Release(context))
            Dispose(context);
    }

    /// <summary>The context of a CRL, with a new reference that the host has to free.</summary>
    /// <exception cref="CertificateFormatException">An entry is malformed.</exception>
    public static CRL_CONTEXT* HandOut(StoredCrl element)
    {
        CRL_CONTEXT* context = For(element);
        Interlocked.Increment(ref ((CrlBlock*)context)->HostReferences);
        return context;
    }

    /// <summary>Another reference of the host's, if the context is ours. Atomics only.</summary>
    public static bool TryAddHostReference(CRL_CONTEXT* context)
    {
        if (!IsOurs(context))
            return false;
        NativeBlock.AddRef(context);
        Interlocked.Increment(ref ((CrlBlock*)context)->HostReferences);
        return true;
    }

    /// <summary>
    /// Drops a reference of the host's, if there is one: NULL, foreign contexts and surplus frees change nothing. Atomics only.
    /// </summary>
    /// <returns>True if it was the last of all: then <see cref="Dispose"/> is due.</returns>
    public static bool DropHostReference(CRL_CONTEXT* context)
    {
        if (context == null || !IsOurs(context))
            return false;
        ref long count = ref ((CrlBlock*)context)->HostReferences;
        for (long seen = Volatile.Read(ref count); seen > 0;)
        {
            long found = Interlocked.CompareExchange(ref count, seen - 1, seen);
            if (found == seen)
                return NativeBlock.Release(context);
            seen = found;
        }

        return false;
    }

    /// <summary>
    /// What a context stands for. Of a foreign one only pbCrlEncoded and cbCrlEncoded are read: it becomes a CRL without
    /// properties.
    /// </summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: NULL, or no CRL can be made of it.</exception>
    public static StoredCrl Of(CRL_CONTEXT* context)
    {
        if (context == null)
            throw AbiException.InvalidParameter("no CRL");
        if (IsOurs(context))
            return NativeBlock.Managed<StoredCrl>(context);
        if (context->pbCrlEncoded == null || context->cbCrlEncoded is 0 or > MaxForeignBytes)
            throw AbiException.InvalidParameter("a CRL context without a CRL");
        byte[] encoded = new ReadOnlySpan<byte>(context->pbCrlEncoded, (int)context->cbCrlEncoded).ToArray();
        if (!CertificateRevocationList.TryParse(encoded, out CertificateRevocationList? list))
            throw AbiException.InvalidParameter("a CRL context whose CRL cannot be read");
        return new StoredCrl(list);
    }

    /// <summary>True if the context was made here.</summary>
    public static bool IsOurs(CRL_CONTEXT* context) => NativeBlock.IsOurs(context, BlockKind.CrlContext);

    /// <summary>Frees a context whose last reference has been dropped.</summary>
    public static void Dispose(CRL_CONTEXT* context)
    {
        var block = (CrlBlock*)context;
        StoredCrl element = NativeBlock.Managed<StoredCrl>(block);
        lock (element)
        {
            // By now the CRL may have a new block, built because this one's count had reached zero.
            if (element.Companion is ContextLink link && link.Context == (nint)block)
                link.Context = 0;
        }

        NativeBlock.Free(block);
    }

    private sealed class ContextLink
    {
        public nint Context;
    }
}
