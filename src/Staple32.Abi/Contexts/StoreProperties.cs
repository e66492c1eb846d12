using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that read and write the properties of a store as a whole. They are kept in memory only.</summary>
internal static unsafe class StoreProperties
{
    /// <summary>CertGetStoreProperty.</summary>
    public static int Get(nint store, uint id, void* data, uint* size)
    {
        CertificateStore target = StoreHandles.Find(store).Store;
        if (size == null)
            return LastError.False(Errors.E_INVALIDARG);
        if (id == PropertyIds.AccessState)
        {
            uint state = (uint)target.Access;
            return SizedBuffer.Copy(new ReadOnlySpan<byte>(&state, sizeof(uint)), data, size);
        }

        return target.Properties.Get(id) is { } value
            ? SizedBuffer.Copy(value.Span, data, size)
            : LastError.False(Errors.CRYPT_E_NOT_FOUND);
    }

    /// <summary>CertSetStoreProperty: a CRYPT_DATA_BLOB sets, NULL deletes, also what is not there.</summary>
    public static int Set(nint store, uint id, uint flags, CRYPT_DATA_BLOB* data)
    {
        CertificateStore target = StoreHandles.Find(store).Store;
        if (flags != 0 || id is 0 or PropertyIds.AccessState)
            return LastError.False(Errors.E_INVALIDARG);
        target.Properties.Set(id, data == null ? default(ReadOnlyMemory<byte>?) : NativeBytes.Copy(*data));
        return 1;
    }
}
