using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CertOpenStore: which provider, with which of its flags.</summary>
internal static unsafe class StoreOpening
{
    private const uint FileCommitEnable = StoreFlags.CERT_FILE_STORE_COMMIT_ENABLE_FLAG;

    public static nint Open(nint provider, uint flags, void* parameter)
    {
        nint number = NumberOf(provider);
        // Archiving the older of two certificates by an extension of its own is more than a flag, and not there.
        if ((flags & StoreFlags.CERT_STORE_MANIFOLD_FLAG) != 0)
            throw new AbiException(Errors.ERROR_NOT_SUPPORTED, "CERT_STORE_MANIFOLD_FLAG");
        return number switch
        {
            StoreProviders.CERT_STORE_PROV_MEMORY => OpenInMemory(flags, isCollection: false),
            StoreProviders.CERT_STORE_PROV_COLLECTION => OpenInMemory(flags, isCollection: true),
            StoreProviders.CERT_STORE_PROV_FILENAME_A => OpenFile(flags, NativeText.FromUtf8((byte*)parameter)),
            StoreProviders.CERT_STORE_PROV_FILENAME_W => OpenFile(flags, NativeText.FromUtf16((char*)parameter)),
            StoreProviders.CERT_STORE_PROV_SYSTEM_A => OpenSystem(flags, parameter, isWide: false),
            StoreProviders.CERT_STORE_PROV_SYSTEM_W => OpenSystem(flags, parameter, isWide: true),
            _ => LastError.Null(Errors.ERROR_FILE_NOT_FOUND),
        };
    }

    // A provider is a number or a name, and the names are those that OIDs are compared like: without regard to case.
    private static nint NumberOf(nint provider)
    {
        if ((nuint)provider <= (nuint)StoreProviders.LastNumber)
            return provider;
        return NativeText.FromUtf8((byte*)provider)!.ToUpperInvariant() switch
        {
            "MEMORY" => StoreProviders.CERT_STORE_PROV_MEMORY,
            "COLLECTION" => StoreProviders.CERT_STORE_PROV_COLLECTION,
            "FILE" => StoreProviders.CERT_STORE_PROV_FILENAME_W,
            "SYSTEM" => StoreProviders.CERT_STORE_PROV_SYSTEM_W,
            _ => 0,
        };
    }

    private static nint OpenInMemory(uint flags, bool isCollection)
    {
        if ((flags & StoreFlags.CERT_STORE_DELETE_FLAG) != 0)
            return LastError.Null(Errors.ERROR_CALL_NOT_IMPLEMENTED);
        bool isReadOnly = (flags & StoreFlags.CERT_STORE_READONLY_FLAG) != 0;
        return StoreHandles.Open(isCollection ? new CollectionStore(isReadOnly) : new MemoryStore(isReadOnly), flags);
    }

    private static nint OpenFile(uint flags, string? path)
    {
        bool isReadOnly = (flags & StoreFlags.CERT_STORE_READONLY_FLAG) != 0;
        if (string.IsNullOrEmpty(path) || (isReadOnly && (flags & FileCommitEnable) != 0))
            return LastError.Null(Errors.E_INVALIDARG);
        if ((flags & StoreFlags.CERT_STORE_DELETE_FLAG) != 0)
            return LastError.Null(Errors.ERROR_CALL_NOT_IMPLEMENTED);
        if ((flags & FileCommitEnable) != 0)
            return LastError.Null(Errors.ERROR_NOT_SUPPORTED);
        try
        {
            FileStore store = FileStore.Open(path, FileModeOf(flags), isReadOnly ? FileStoreAccess.ReadOnly : FileStoreAccess.InMemory);
            return Named(StoreHandles.Open(store, flags), store, flags, path);
        }
        catch (CertificateFormatException)
        {
            return LastError.Null(Errors.CRYPT_E_FILE_ERROR);
        }
        catch (IOException) when ((flags & StoreFlags.CERT_STORE_CREATE_NEW_FLAG) != 0 && File.Exists(path))
        {
            return LastError.Null(Errors.ERROR_FILE_EXISTS);
        }
    }

    private static FileStoreMode FileModeOf(uint flags)
    {
        if ((flags & StoreFlags.CERT_STORE_CREATE_NEW_FLAG) != 0)
            return FileStoreMode.CreateNew;
        // What may only be read is not created either.
        return (flags & (StoreFlags.CERT_STORE_OPEN_EXISTING_FLAG | StoreFlags.CERT_STORE_READONLY_FLAG)) != 0
            ? FileStoreMode.OpenExisting
            : FileStoreMode.OpenOrCreate;
    }

    private static nint OpenSystem(uint flags, void* parameter, bool isWide)
    {
        if (parameter == null || (flags & StoreFlags.CERT_SYSTEM_STORE_RELOCATE_FLAG) != 0)
            return LastError.Null(Errors.E_INVALIDARG);
        string name = (isWide ? NativeText.FromUtf16((char*)parameter) : NativeText.FromUtf8((byte*)parameter))!;
        uint location = (flags & StoreFlags.CERT_SYSTEM_STORE_LOCATION_MASK) >> StoreFlags.CERT_SYSTEM_STORE_LOCATION_SHIFT;
        // The machine's roots are the only system store here, for the user as for the machine; the system may have others.
        if (location is not (StoreFlags.CERT_SYSTEM_STORE_CURRENT_USER_ID or StoreFlags.CERT_SYSTEM_STORE_LOCAL_MACHINE_ID)
            || !name.Equals("ROOT", StringComparison.OrdinalIgnoreCase))
            return SystemStores.Open(name, flags);
        if ((flags & StoreFlags.CERT_STORE_DELETE_FLAG) != 0)
            return LastError.Null(Errors.E_ACCESSDENIED);
        if ((flags & StoreFlags.CERT_STORE_CREATE_NEW_FLAG) != 0)
            return LastError.Null(Errors.ERROR_FILE_EXISTS);
        SystemRootStore store = SystemRoots.Open();
        return Named(StoreHandles.Open(store, flags), store, flags, name);
    }

    private static nint Named(nint handle, CertificateStore store, uint flags, string name)
    {
        if ((flags & StoreFlags.CERT_STORE_SET_LOCALIZED_NAME_FLAG) != 0)
            store.Properties.Set(PropertyIds.StoreLocalizedName, NativeText.ToUtf16WithTerminator(name));
        return handle;
    }
}
