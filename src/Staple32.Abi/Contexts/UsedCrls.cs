using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>
/// The contexts of CRLs that revocation checks have used. A long CRL is decoded entry by entry for its context; so that a
/// server which builds the same chain again and again does not decode it each time, the contexts of the last few long
/// ones are kept.
/// </summary>
internal static unsafe class UsedCrls
{
    /// <summary>Decoding a shorter one costs less than a millisecond.</summary>
    private const int LongBytes = 128 * 1024;

    /// <summary>Encoded bytes of all that are kept; the contexts take up to five times as much.</summary>
    private const int KeptBytes = 16 * 1024 * 1024;

    private static readonly Lock s_lock = new();
    private static readonly LinkedList<(StoredCrl Crl, nint Context)> s_kept = new();
    private static long s_bytes;

    /// <summary>The context of a CRL, with a new reference of the library's own; null if there is none, or if an entry's extensions are malformed.</summary>
    public static CRL_CONTEXT* ContextOf(StoredCrl? crl)
    {
        if (crl is null)
            return null;
        try
        {
            CRL_CONTEXT* context = CrlContexts.For(crl);
            if (crl.List.Encoded.Length is > LongBytes and <= KeptBytes)
                Keep(crl, context);
            return context;
        }
        catch (CertificateFormatException)
        {
            // The entries that the check looked at are well-formed; in a context all of them have to be.
            return null;
        }
    }

    private static void Keep(StoredCrl crl, CRL_CONTEXT* context)
    {
        var dropped = new List<nint>();
        lock (s_lock)
        {
            for (LinkedListNode<(StoredCrl Crl, nint Context)>? node = s_kept.First; node is not null; node = node.Next)
            {
                if (!ReferenceEquals(node.Value.Crl, crl))
                    continue;
                s_kept.Remove(node);
                s_kept.AddFirst(node);
                return;
            }

            s_kept.AddFirst((crl, (nint)CrlContexts.AddRef(context)));
            s_bytes += crl.List.Encoded.Length;
            while (s_bytes > KeptBytes)
            {
                var (oldest, last) = s_kept.Last!.Value;
                s_kept.RemoveLast();
                s_bytes -= oldest.List.Encoded.Length;
                dropped.Add(last);
            }
        }

        foreach (nint last in dropped)
            CrlContexts.Free((CRL_CONTEXT*)last);
    }
}
