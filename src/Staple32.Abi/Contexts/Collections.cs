using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that make one store of several.</summary>
internal static class Collections
{
    /// <summary>CertAddStoreToCollection. Without a sibling it only tells whether the first store is a collection.</summary>
    public static int Join(nint collection, nint sibling, uint flags, uint priority)
    {
        if (StoreHandles.Find(collection).Store is not CollectionStore target)
            return LastError.False(Errors.E_INVALIDARG);
        if (sibling == 0)
            return 1;
        bool takesAdditions = (flags & StoreFlags.CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG) != 0;
        return target.TryJoin(StoreHandles.ForReading(sibling), takesAdditions, priority) ? 1 : LastError.False(Errors.E_INVALIDARG);
    }

    /// <summary>CertRemoveStoreFromCollection. What is not there need not leave.</summary>
    public static void Leave(nint collection, nint sibling)
    {
        if (StoreHandles.Find(collection).Store is CollectionStore target)
            target.Leave(StoreHandles.ForReading(sibling));
        else
            LastError.Set(Errors.E_INVALIDARG);
    }
}
