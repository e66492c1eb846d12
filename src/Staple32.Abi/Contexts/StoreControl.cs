using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CertControlStore: stores and what they mirror.</summary>
internal static class StoreControl
{
    public static unsafe int Do(nint store, uint flags, uint controlType, void* parameter)
    {
        CertificateStore target = StoreHandles.Find(store).Store;
        if ((flags & ~FlagsOf(controlType)) != 0)
            return LastError.False(Errors.E_INVALIDARG);
        try
        {
            // A collection has nothing of its own to be controlled; its members may.
            if (target is not CollectionStore collection)
                return Do(target, flags, controlType, parameter != null);
            foreach (CertificateStore member in collection.Members)
                Do(member, flags, controlType, parameter != null);
            return 1;
        }
        catch (CertificateFormatException)
        {
            return LastError.False(Errors.CRYPT_E_FILE_ERROR);
        }
    }

    private static int Do(CertificateStore store, uint flags, uint controlType, bool hasEvent)
    {
        bool isDone = controlType switch
        {
            StoreControlTypes.CERT_STORE_CTRL_RESYNC => hasEvent ? RefuseEvent() : store.TryResync(),
            StoreControlTypes.CERT_STORE_CTRL_NOTIFY_CHANGE => hasEvent ? RefuseEvent() : store.IsMirror,
            StoreControlTypes.CERT_STORE_CTRL_AUTO_RESYNC => store.TryResyncAlways(),
            StoreControlTypes.CERT_STORE_CTRL_COMMIT when (flags & StoreControlTypes.CERT_STORE_CTRL_COMMIT_CLEAR_FLAG) != 0
                => store.TryForgetChanges(),
            StoreControlTypes.CERT_STORE_CTRL_COMMIT
                => store.TryCommit(evenUnchanged: (flags & StoreControlTypes.CERT_STORE_CTRL_COMMIT_FORCE_FLAG) != 0),
            StoreControlTypes.CERT_STORE_CTRL_CANCEL_NOTIFY => RefuseEvent(),
            _ => false,
        };
        return isDone ? 1 : LastError.False(Errors.ERROR_CALL_NOT_IMPLEMENTED);
    }

    private static uint FlagsOf(uint controlType) => controlType switch
    {
        StoreControlTypes.CERT_STORE_CTRL_RESYNC or StoreControlTypes.CERT_STORE_CTRL_NOTIFY_CHANGE
            => StoreControlTypes.CERT_STORE_CTRL_INHIBIT_DUPLICATE_HANDLE_FLAG,
        StoreControlTypes.CERT_STORE_CTRL_COMMIT
            => StoreControlTypes.CERT_STORE_CTRL_COMMIT_FORCE_FLAG | StoreControlTypes.CERT_STORE_CTRL_COMMIT_CLEAR_FLAG,
        _ => 0,
    };

    // An event is a thing of Windows' that nothing here could signal.
    private static bool RefuseEvent() => throw new AbiException(Errors.ERROR_NOT_SUPPORTED, "an event handle");
}
