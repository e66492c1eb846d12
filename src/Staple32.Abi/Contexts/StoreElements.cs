using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The calls that put certificates into stores, list them and take them out.</summary>
internal static unsafe class StoreElements
{
    /// <summary>CertAddEncodedCertificateToStore. Without a store the certificate only becomes a context.</summary>
    public static int AddEncoded(nint store, uint encodingType, byte* encoded, uint size, uint disposition, CERT_CONTEXT** added)
    {
        if (added != null)
            *added = null;
        Certificate certificate = EncodedCertificates.Parse(encodingType, encoded, size);
        return Add(store, certificate, null, disposition, added);
    }

    /// <summary>CertAddCertificateContextToStore: the certificate with a copy of its properties. Without a store the copy is a context.</summary>
    public static int AddContext(nint store, CERT_CONTEXT* context, uint disposition, CERT_CONTEXT** added)
    {
        if (added != null)
            *added = null;
        if (context == null)
            return LastError.False(Errors.E_INVALIDARG);
        StoredCertificate element = CertificateContexts.Of(context);
        return Add(store, element.Certificate, element.Properties, disposition, added);
    }

    /// <summary>CertEnumCertificatesInStore. The previous context is freed whatever happens.</summary>
    public static CERT_CONTEXT* Next(nint store, CERT_CONTEXT* previous)
    {
        try
        {
            StoreHandle handle = StoreHandles.Find(store);
            bool withArchived = (handle.Flags & StoreFlags.CERT_STORE_ENUM_ARCHIVED_FLAG) != 0;
            return Continue(handle.Store, previous, withArchived ? null : CertificateSearch.Any);
        }
        finally
        {
            CertificateContexts.Release(previous);
        }
    }

    /// <summary>CertFindCertificateInStore. The previous context is freed whatever happens.</summary>
    public static CERT_CONTEXT* Find(nint store, uint findType, void* parameter, CERT_CONTEXT* previous)
    {
        try
        {
            StoreHandle handle = StoreHandles.Find(store);
            return Continue(handle.Store, previous, FindConditions.Read(findType, parameter));
        }
        finally
        {
            CertificateContexts.Release(previous);
        }
    }

    /// <summary>CertDeleteCertificateFromStore. The context is freed whatever happens.</summary>
    public static int Delete(CERT_CONTEXT* context)
    {
        if (context == null)
            return LastError.False(Errors.E_INVALIDARG);
        try
        {
            StoredCertificate element = CertificateContexts.Of(context);
            // What is in no store need not be taken out of one.
            if (element.Store is not { } store)
                return 1;
            if (store.IsReadOnly)
                return LastError.False(Errors.E_ACCESSDENIED);
            return store.Remove(element) ? 1 : LastError.False(Errors.CRYPT_E_NOT_FOUND);
        }
        finally
        {
            CertificateContexts.Release(context);
        }
    }

    private static int Add(nint store, Certificate certificate, PropertyBag? properties, uint disposition, CERT_CONTEXT** added)
    {
        if (disposition is < (uint)AddDisposition.New or > (uint)AddDisposition.NewerInheritProperties)
            return LastError.False(Errors.E_INVALIDARG);
        StoredCertificate? element;
        if (store == 0)
        {
            var copy = new PropertyBag();
            if (properties is not null)
                copy.CopyFrom(properties, replace: true);
            element = new StoredCertificate(certificate, copy);
        }
        else
        {
            AddOutcome outcome = StoreHandles.Find(store).Store.TryAdd(certificate, properties, (AddDisposition)disposition, out element);
            if (outcome == AddOutcome.Exists)
                return LastError.False(Errors.CRYPT_E_EXISTS);
            if (outcome == AddOutcome.ReadOnly)
                return LastError.False(Errors.E_ACCESSDENIED);
        }

        if (added != null)
            *added = CertificateContexts.HandOut(element!);
        return 1;
    }

    private static CERT_CONTEXT* Continue(CertificateStore store, CERT_CONTEXT* previous, Predicate<StoredCertificate>? match)
    {
        StoredCertificate? from = null;
        if (previous != null)
        {
            if (!CertificateContexts.IsOurs(previous))
                throw new AbiException(Errors.E_INVALIDARG, "the previous context is not of this store");
            from = CertificateContexts.Of(previous);
        }

        if (!store.TryNext(from, match, out StoredCertificate? next))
            throw new AbiException(Errors.E_INVALIDARG, "the previous context is not of this store");
        if (next is not null)
            return CertificateContexts.HandOut(next);
        LastError.Set(Errors.CRYPT_E_NOT_FOUND);
        return null;
    }
}
