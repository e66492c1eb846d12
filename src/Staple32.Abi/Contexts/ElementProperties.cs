global using CertificateProperties = Staple32.Abi.Contexts.ElementProperties<
    Staple32.Abi.Contexts.CertificateKind, Staple32.Abi.Layout.CERT_CONTEXT, Staple32.Stores.StoredCertificate>;
global using CrlProperties = Staple32.Abi.Contexts.ElementProperties<
    Staple32.Abi.Contexts.CrlKind, Staple32.Abi.Layout.CRL_CONTEXT, Staple32.Stores.StoredCrl>;
using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that read and write the properties of a certificate context or a CRL context.</summary>
internal static unsafe class ElementProperties<TKind, TContext, TElement>
    where TKind : IContextKind<TElement>
    where TContext : unmanaged
    where TElement : StoredElement
{
    /// <summary>CertGetCertificateContextProperty, CertGetCRLContextProperty. What nobody has set is computed.</summary>
    public static int Get(TContext* context, uint id, void* data, uint* size)
    {
        if (context == null || size == null)
            return LastError.False(Errors.E_INVALIDARG);
        if (!ElementContexts<TKind, TContext, TElement>.IsOurs(context)
            && SystemElements.TryGetProperty(TKind.Block, context, id, data, size, out int result))
        {
            return result;
        }

        TElement element = ElementContexts<TKind, TContext, TElement>.Of(context);
        if (id == PropertyIds.AccessState)
        {
            uint state = (uint)(element.Store?.Access ?? StoreAccess.None);
            return SizedBuffer.Copy(new ReadOnlySpan<byte>(&state, sizeof(uint)), data, size);
        }

        return ComputedProperties.Get(element, id) is { } value
            ? SizedBuffer.Copy(value.Span, data, size)
            : LastError.False(Errors.CRYPT_E_NOT_FOUND);
    }

    /// <summary>
    /// CertSetCertificateContextProperty, CertSetCRLContextProperty: a CRYPT_DATA_BLOB sets, NULL deletes, also what is not
    /// there.
    /// </summary>
    public static int Set(TContext* context, uint id, uint flags, CRYPT_DATA_BLOB* data)
    {
        const uint PersistenceFlags =
            PropertyFlags.CERT_SET_PROPERTY_IGNORE_PERSIST_ERROR_FLAG | PropertyFlags.CERT_SET_PROPERTY_INHIBIT_PERSIST_FLAG;
        if (context == null || (flags & ~(PersistenceFlags | TKind.PropertyFlags)) != 0 || !IsProperty(id) || id == PropertyIds.AccessState)
            return LastError.False(Errors.E_INVALIDARG);
        // A foreign context that is not the system's has no place for a property: nobody would ever read what is set on a copy.
        if (!ElementContexts<TKind, TContext, TElement>.IsOurs(context))
        {
            return SystemElements.TrySetProperty(TKind.Block, context, id, flags, data, out int result)
                ? result
                : LastError.False(Errors.ERROR_INVALID_PARAMETER);
        }

        // These come with structures of their own in place of the blob, and name keys that this library does not have.
        if (data != null && PropertyIds.IsKey(id))
            return LastError.False(Errors.ERROR_NOT_SUPPORTED);
        Set(ElementContexts<TKind, TContext, TElement>.Of(context), id, data == null ? null : NativeBytes.Copy(*data), flags);
        return 1;
    }

    /// <summary>Sets a property here and where the store is kept; if that fails, the property is what it was before.</summary>
    private static void Set(TElement element, uint id, byte[]? value, uint flags)
    {
        ReadOnlyMemory<byte>? before = element.Properties.Get(id);
        element.Properties.Set(id, value is null ? default(ReadOnlyMemory<byte>?) : value);
        if ((flags & PropertyFlags.CERT_SET_PROPERTY_INHIBIT_PERSIST_FLAG) != 0)
            return;
        try
        {
            element.KeepProperty(id);
        }
        catch (WriteFailedException)
        {
            if ((flags & PropertyFlags.CERT_SET_PROPERTY_IGNORE_PERSIST_ERROR_FLAG) != 0)
                return;
            element.Properties.Set(id, before);
            throw;
        }
    }

    /// <summary>CertEnumCertificateContextProperties: the lowest id set above the given one; 0 if there is none.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: no context.</exception>
    public static uint Next(TContext* context, uint id)
    {
        if (context == null)
            throw new AbiException(Errors.E_INVALIDARG, $"no {TKind.Noun}");
        if (ElementContexts<TKind, TContext, TElement>.IsOurs(context))
            return ElementContexts<TKind, TContext, TElement>.Of(context).Properties.NextId(id);
        return SystemElements.TryNextProperty(TKind.Block, context, id, out uint next) ? next : 0;
    }

    private static bool IsProperty(uint id) =>
        id is > 0 and <= PropertyIds.LastUser and not (>= PropertyIds.FirstEncoded and <= PropertyIds.LastEncoded);
}
