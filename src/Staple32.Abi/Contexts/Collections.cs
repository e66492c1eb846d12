using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that make one store of several.</summary>
internal static class Collections
{
    /// <summary>CertAddStoreToCollection. Without a sibling it only tells whether the first store is a collection.</summary>
    public static int Join(nint collection, nint sibling, uint flags, uint priority)
    {
        StoreHandle target = StoreHandles.Find(collection);
        if (target.Store is not CollectionStore own)
            return LastError.False(Errors.E_INVALIDARG);
        if (sibling == 0)
            return 1;
        bool takesAdditions = (flags & StoreFlags.CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG) != 0;
        // A mirror of one of the system's stores keeps that open by itself.
        bool joined = SystemStores.Mirror(sibling) is { } mirror
            ? own.TryJoin(mirror, takesAdditions, priority)
            : StoreHandles.Join(target, StoreHandles.Find(sibling), takesAdditions, priority);
        return joined ? 1 : LastError.False(Errors.E_INVALIDARG);
    }

    /// <summary>CertRemoveStoreFromCollection. What is not there need not leave.</summary>
    public static void Leave(nint collection, nint sibling)
    {
        StoreHandle target = StoreHandles.Find(collection);
        if (target.Store is not CollectionStore own)
            LastError.Set(Errors.E_INVALIDARG);
        else if (SystemStores.Mirror(sibling) is { } mirror)
            own.Leave(mirror);
        else
            StoreHandles.Leave(target, StoreHandles.Find(sibling));
    }
}
