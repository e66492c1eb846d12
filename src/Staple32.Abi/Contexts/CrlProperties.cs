using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that read and write the properties of a CRL context.</summary>
internal static unsafe class CrlProperties
{
    /// <summary>CertGetCRLContextProperty. Hashes that nobody has set are computed.</summary>
    public static int Get(CRL_CONTEXT* context, uint id, void* data, uint* size)
    {
        if (context == null || size == null)
            return LastError.False(Errors.E_INVALIDARG);
        StoredCrl element = CrlContexts.Of(context);
        if (id == PropertyIds.AccessState)
        {
            // In no store, so in none that could be written.
            uint state = 0;
            return SizedBuffer.Copy(new ReadOnlySpan<byte>(&state, sizeof(uint)), data, size);
        }

        return (element.Properties.Get(id) ?? Compute(element.List, id)) is { } value
            ? SizedBuffer.Copy(value.Span, data, size)
            : LastError.False(Errors.CRYPT_E_NOT_FOUND);
    }

    /// <summary>CertSetCRLContextProperty: a CRYPT_DATA_BLOB sets, NULL deletes, also what is not there.</summary>
    public static int Set(CRL_CONTEXT* context, uint id, uint flags, CRYPT_DATA_BLOB* data)
    {
        const uint KnownFlags = PropertyFlags.CERT_SET_PROPERTY_IGNORE_PERSIST_ERROR_FLAG
            | PropertyFlags.CERT_SET_PROPERTY_INHIBIT_PERSIST_FLAG;
        if (context == null || (flags & ~KnownFlags) != 0 || !CertificateProperties.IsProperty(id) || id == PropertyIds.AccessState)
            return LastError.False(Errors.E_INVALIDARG);
        // A foreign context has no place for a property: what is set on a copy nobody would ever read.
        if (!CrlContexts.IsOurs(context))
            return LastError.False(Errors.ERROR_INVALID_PARAMETER);
        // These come with structures of their own in place of the blob, and a CRL has no key.
        if (data != null && CertificateProperties.IsKeyProperty(id))
            return LastError.False(Errors.ERROR_NOT_SUPPORTED);
        if (data != null && ((data->pbData == null && data->cbData != 0) || data->cbData > int.MaxValue))
            return LastError.False(Errors.E_INVALIDARG);

        ReadOnlyMemory<byte>? value = null;
        if (data != null)
            value = new ReadOnlySpan<byte>(data->pbData, (int)data->cbData).ToArray();
        CrlContexts.Of(context).Properties.Set(id, value);
        return 1;
    }

    private static ReadOnlyMemory<byte>? Compute(CertificateRevocationList list, uint id) => id switch
    {
        PropertyIds.Sha1Hash => list.Sha1Thumbprint,
        PropertyIds.Md5Hash => ComputedProperties.Md5Of(list.Encoded.Span),
        PropertyIds.Sha256Hash => list.Sha256Thumbprint,
        _ => default(ReadOnlyMemory<byte>?),
    };
}
