using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Log;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CertOpenStore's system providers: roots, and directories where there is no registry.</summary>
internal static unsafe class SystemStoreOpening
{
    /// <summary>CertOpenSystemStore: the current user's store of a name.</summary>
    public static nint OpenUsers(string? name) => name is null
        ? LastError.Null(Errors.E_INVALIDARG)
        : Open(StoreFlags.CERT_SYSTEM_STORE_CURRENT_USER_ID << StoreFlags.CERT_SYSTEM_STORE_LOCATION_SHIFT, name);

    /// <summary>CERT_STORE_PROV_SYSTEM_A and _W.</summary>
    public static nint Open(uint flags, void* parameter, bool isWide)
    {
        // A relocated store is one below a registry key of the caller's.
        if (parameter == null || (flags & StoreFlags.CERT_SYSTEM_STORE_RELOCATE_FLAG) != 0)
            return LastError.Null(Errors.E_INVALIDARG);
        return Open(flags, (isWide ? NativeText.FromUtf16((char*)parameter) : NativeText.FromUtf8((byte*)parameter))!);
    }

    private static nint Open(uint flags, string name)
    {
        uint location = (flags & StoreFlags.CERT_SYSTEM_STORE_LOCATION_MASK) >> StoreFlags.CERT_SYSTEM_STORE_LOCATION_SHIFT;
        bool isUsers = location == StoreFlags.CERT_SYSTEM_STORE_CURRENT_USER_ID;
        bool isKnown = isUsers || location == StoreFlags.CERT_SYSTEM_STORE_LOCAL_MACHINE_ID;
        if (isKnown && name.Equals("ROOT", StringComparison.OrdinalIgnoreCase))
            return OpenRoots(flags, name, isUsers);
        if (OperatingSystem.IsWindows())
            return SystemStores.Open(name, flags);
        // Services, other users, domains: nothing here belongs to them.
        return isKnown ? OpenDirectory(flags, name, isUsers) : LastError.Null(Errors.ERROR_FILE_NOT_FOUND);
    }

    // Windows asks the user before it changes his roots. Here nobody could be asked, so nobody changes them this way.
    private static nint OpenRoots(uint flags, string name, bool isUsers)
    {
        if ((flags & StoreFlags.CERT_STORE_DELETE_FLAG) != 0)
            return LastError.Null(Errors.E_ACCESSDENIED);
        if ((flags & StoreFlags.CERT_STORE_CREATE_NEW_FLAG) != 0)
            return LastError.Null(Errors.ERROR_FILE_EXISTS);
        return StoreOpening.Named(SystemRoots.Open(isUsers), flags, name);
    }

    private static nint OpenDirectory(uint flags, string name, bool isUsers)
    {
        if (!SystemStorePlaces.IsName(name))
            return LastError.Null(Errors.E_INVALIDARG);
        SystemStorePlaces places = SystemStorePlaces.FromEnvironment(HostEnvironment.Get);
        if ((flags & StoreFlags.CERT_STORE_DELETE_FLAG) != 0)
        {
            // NULL either way; the last error tells.
            places.Delete(name, isUsers);
            return LastError.Null(Errors.ERROR_SUCCESS);
        }

        bool isReadOnly = (flags & StoreFlags.CERT_STORE_READONLY_FLAG) != 0;
        bool mustBeNew = (flags & StoreFlags.CERT_STORE_CREATE_NEW_FLAG) != 0;
        if (places.Exists(name, isUsers))
        {
            if (mustBeNew)
                return LastError.Null(Errors.ERROR_FILE_EXISTS);
        }
        else if (isReadOnly || (flags & StoreFlags.CERT_STORE_OPEN_EXISTING_FLAG) != 0)
        {
            // What may only be read is not created either.
            return LastError.Null(Errors.ERROR_FILE_NOT_FOUND);
        }
        else
        {
            places.Create(name, isUsers);
        }

        return StoreOpening.Named(
            places.Open(name, isUsers, isReadOnly, TimeProvider.System, static line => Library.Log.Write(LogLevel.Warning, line)), flags, name);
    }
}
