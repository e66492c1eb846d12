using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// How the native block of a certificate or a CRL begins: with the five fields that CERT_CONTEXT and CRL_CONTEXT have
/// alike, then what is ours. Behind it stand the CERT_INFO or CRL_INFO and all that it points at.
/// </summary>
/// <remarks>
/// There are two kinds of references to a block. The library's own: a chain holds its certificates. And the host's, which
/// are what the exports give and take. A host that frees too often, or closes a store with CERT_CLOSE_STORE_FORCE_FLAG,
/// ends references of its own kind only: a chain never points at freed memory.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ContextHead
{
    public uint EncodingType;
    public byte* Encoded;
    public uint EncodedLength;
    public void* Info;
    public nint PublicStore;

    /// <summary>How many of the block's references the host has to free.</summary>
    public long HostReferences;

    /// <summary>The store's handle as first given to the host, whatever became of the public field since.</summary>
    public nint Store;

    /// <summary>Begins a block: its fields, except for the store's, and the encoding.</summary>
    /// <param name="head">The block's beginning.</param>
    /// <param name="info">Its CERT_INFO or CRL_INFO.</param>
    /// <param name="encoding">What the block is of.</param>
    /// <param name="place">Where the encoding is copied to, and behind it the writer writes.</param>
    public static BlockWriter Begin(ContextHead* head, void* info, ReadOnlyMemory<byte> encoding, void* place)
    {
        byte* copy = (byte*)place;
        encoding.Span.CopyTo(new Span<byte>(copy, encoding.Length));
        *head = new ContextHead
        {
            EncodingType = EncodingTypes.X509_ASN_ENCODING,
            Encoded = copy,
            EncodedLength = (uint)encoding.Length,
            Info = info,
        };
        return new BlockWriter(encoding, copy, copy + encoding.Length);
    }

    /// <summary>Another reference of the host's.</summary>
    public static void AddHostReference(ContextHead* context)
    {
        NativeBlock.AddRef(context);
        Interlocked.Increment(ref context->HostReferences);
    }

    /// <summary>Drops a reference of the host's, if there is one. Atomics only.</summary>
    /// <returns>True if it was the last of all: then <see cref="Dispose"/> is due.</returns>
    public static bool DropHostReference(ContextHead* context)
    {
        ref long count = ref context->HostReferences;
        for (long seen = Volatile.Read(ref count); seen > 0;)
        {
            long found = Interlocked.CompareExchange(ref count, seen - 1, seen);
            if (found == seen)
                return NativeBlock.Release(context);
            seen = found;
        }

        return false;
    }

    /// <summary>Drops a reference of the library's own. True if it was the last and the context is gone.</summary>
    public static bool Free(ContextHead* context)
    {
        if (!NativeBlock.Release(context))
            return false;
        Dispose(context);
        return true;
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
    public static void EndHostReferences(nint held)
    {
        var context = (ContextHead*)held;
        long references = Interlocked.Exchange(ref context->HostReferences, 0);
        for (; references > 0; references--)
            Free(context);
        Free(context);
    }

    /// <summary>Frees a context whose last reference has been dropped.</summary>
    public static void Dispose(ContextHead* context)
    {
        StoredElement element = NativeBlock.Managed<StoredElement>(context);
        lock (element)
        {
            // By now the element may have a new block, built because this one's count had reached zero.
            if (element.Companion is ContextLink link && link.Context == (nint)context)
                link.Context = 0;
        }

        if (context->Store != 0)
            StoreHandles.Detach(context->Store, (nint)context);
        NativeBlock.Free(context);
    }
}

/// <summary>What an element knows of its native block.</summary>
internal sealed class ContextLink
{
    /// <summary>The block's address, 0 if there is none.</summary>
    public nint Context { get; set; }
}
