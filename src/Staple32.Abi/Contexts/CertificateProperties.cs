using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that read, write and list the properties of a certificate context.</summary>
internal static unsafe class CertificateProperties
{
    /// <summary>CertGetCertificateContextProperty.</summary>
    public static int Get(CERT_CONTEXT* context, uint id, void* data, uint* size)
    {
        if (context == null || size == null)
            return LastError.False(Errors.E_INVALIDARG);
        StoredCertificate element = CertificateContexts.Of(context);
        if (id == PropertyIds.AccessState)
        {
            uint state = AccessStateOf(element);
            return SizedBuffer.Copy(new ReadOnlySpan<byte>(&state, sizeof(uint)), data, size);
        }

        return ComputedProperties.Get(element, id) is { } value
            ? SizedBuffer.Copy(value.Span, data, size)
            : LastError.False(Errors.CRYPT_E_NOT_FOUND);
    }

    /// <summary>CertSetCertificateContextProperty: a CRYPT_DATA_BLOB sets, NULL deletes, also what is not there.</summary>
    public static int Set(CERT_CONTEXT* context, uint id, uint flags, CRYPT_DATA_BLOB* data)
    {
        const uint KnownFlags = PropertyFlags.CERT_SET_PROPERTY_IGNORE_PERSIST_ERROR_FLAG
            | PropertyFlags.CERT_SET_PROPERTY_INHIBIT_PERSIST_FLAG
            | StoreFlags.CERT_STORE_NO_CRYPT_RELEASE_FLAG;
        if (context == null || (flags & ~KnownFlags) != 0 || !IsProperty(id) || id == PropertyIds.AccessState)
            return LastError.False(Errors.E_INVALIDARG);
        // A foreign context has no place for a property: what is set on a copy nobody would ever read.
        if (!CertificateContexts.IsOurs(context))
            return LastError.False(Errors.ERROR_INVALID_PARAMETER);
        StoredCertificate element = CertificateContexts.Of(context);
        if (data == null)
        {
            element.Properties.Set(id, null);
            return 1;
        }

        // These come with structures of their own in place of the blob, and name keys that this library does not have.
        if (IsKeyProperty(id))
            return LastError.False(Errors.ERROR_NOT_SUPPORTED);
        if ((data->pbData == null && data->cbData != 0) || data->cbData > int.MaxValue)
            return LastError.False(Errors.E_INVALIDARG);
        element.Properties.Set(id, new ReadOnlySpan<byte>(data->pbData, (int)data->cbData).ToArray());
        return 1;
    }

    public static bool IsProperty(uint id) =>
        id is > 0 and <= PropertyIds.LastUser and not (>= PropertyIds.FirstEncoded and <= PropertyIds.LastEncoded);

    public static bool IsKeyProperty(uint id) => id is PropertyIds.KeyProviderHandle or PropertyIds.KeyProviderInfo
        or PropertyIds.KeyContext or PropertyIds.KeySpec or PropertyIds.NCryptKeyHandle or PropertyIds.ProviderOrNCryptKeyHandle
        or PropertyIds.NCryptKeyHandleTransfer or PropertyIds.ProviderTransfer or PropertyIds.SerializableKeyContext;

    // Nothing that is set is written back anywhere, so the flag for that is never on.
    private static uint AccessStateOf(StoredCertificate element) => element.Store is SystemRootStore
        ? PropertyFlags.CERT_ACCESS_STATE_SYSTEM_STORE_FLAG | PropertyFlags.CERT_ACCESS_STATE_LM_SYSTEM_STORE_FLAG
        : 0;
}
