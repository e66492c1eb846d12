using Staple32.Abi.Boundary;
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
            StoreProviders.CERT_STORE_PROV_PKCS7 => OpenBlob(flags, parameter, static bytes => CertificateMessage.Read(bytes)),
            StoreProviders.CERT_STORE_PROV_SERIALIZED => OpenBlob(flags, parameter, ReadSerialized),
            StoreProviders.CERT_STORE_PROV_PKCS12 => OpenBlob(flags, parameter, PfxImport.ReadWithoutPassword),
            StoreProviders.CERT_STORE_PROV_FILENAME_A => OpenFile(flags, NativeText.FromUtf8((byte*)parameter)),
            StoreProviders.CERT_STORE_PROV_FILENAME_W => OpenFile(flags, NativeText.FromUtf16((char*)parameter)),
            StoreProviders.CERT_STORE_PROV_SYSTEM_A => SystemStoreOpening.Open(flags, parameter, isWide: false),
            StoreProviders.CERT_STORE_PROV_SYSTEM_W => SystemStoreOpening.Open(flags, parameter, isWide: true),
            // Windows has these; what they open (messages, registry keys, card readers, LDAP servers) is not here.
            StoreProviders.CERT_STORE_PROV_MSG or StoreProviders.CERT_STORE_PROV_REG
                or (>= StoreProviders.CERT_STORE_PROV_SYSTEM_REGISTRY_A and <= StoreProviders.CERT_STORE_PROV_LDAP_W)
                => LastError.Null(Errors.ERROR_NOT_SUPPORTED),
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
            "PKCS7" => StoreProviders.CERT_STORE_PROV_PKCS7,
            "SERIALIZED" => StoreProviders.CERT_STORE_PROV_SERIALIZED,
            "PKCS12" => StoreProviders.CERT_STORE_PROV_PKCS12,
            "SYSTEMREGISTRY" => StoreProviders.CERT_STORE_PROV_SYSTEM_REGISTRY_W,
            "PHYSICAL" => StoreProviders.CERT_STORE_PROV_PHYSICAL_W,
            "SMARTCARD" => StoreProviders.CERT_STORE_PROV_SMART_CARD_W,
            "LDAP" => StoreProviders.CERT_STORE_PROV_LDAP_W,
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

    private static nint OpenBlob(uint flags, void* parameter, Func<byte[], StoreContents> read)
    {
        if ((flags & StoreFlags.CERT_STORE_DELETE_FLAG) != 0)
            return LastError.Null(Errors.ERROR_CALL_NOT_IMPLEMENTED);
        var blob = (CRYPT_DATA_BLOB*)parameter;
        if (blob == null)
            return LastError.Null(Errors.E_INVALIDARG);
        StoreContents contents = read(NativeBytes.Copy(*blob));
        return StoreHandles.Open(new MemoryStore(contents, (flags & StoreFlags.CERT_STORE_READONLY_FLAG) != 0), flags);
    }

    private static StoreContents ReadSerialized(byte[] bytes)
    {
        try
        {
            return SerializedStore.Read(bytes, out _);
        }
        catch (CertificateFormatException malformed)
        {
            throw new AbiException(Errors.CRYPT_E_FILE_ERROR, malformed.Message);
        }
    }

    private static nint OpenFile(uint flags, string? path)
    {
        if (string.IsNullOrEmpty(path))
            return LastError.Null(Errors.E_INVALIDARG);
        if ((flags & StoreFlags.CERT_STORE_DELETE_FLAG) != 0)
            return LastError.Null(Errors.ERROR_CALL_NOT_IMPLEMENTED);
        try
        {
            FileStore store = FileStore.Open(path, FileModeOf(flags), FileAccessOf(flags));
            return Named(store, flags, path);
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

    /// <exception cref="AbiException">E_INVALIDARG: to be read only, and written back.</exception>
    private static FileStoreAccess FileAccessOf(uint flags)
    {
        bool isReadOnly = (flags & StoreFlags.CERT_STORE_READONLY_FLAG) != 0;
        if ((flags & FileCommitEnable) == 0)
            return isReadOnly ? FileStoreAccess.ReadOnly : FileStoreAccess.InMemory;
        return isReadOnly
            ? throw new AbiException(Errors.E_INVALIDARG, "to be read only, and written back")
            : FileStoreAccess.Commit;
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

    /// <summary>A handle on a store, which gets the name that was asked for.</summary>
    public static nint Named(CertificateStore store, uint flags, string name)
    {
        if ((flags & StoreFlags.CERT_STORE_SET_LOCALIZED_NAME_FLAG) != 0)
            store.Properties.SetText(PropertyIds.StoreLocalizedName, name);
        return StoreHandles.Open(store, flags);
    }
}
