using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CertFindCRLInStore: turns its find type, flags and parameter into a condition.</summary>
internal static unsafe class CrlFindConditions
{
    /// <summary>CertFindCRLInStore. Of what is found for a certificate, the strong signature properties are set if that is asked for.</summary>
    /// <exception cref="AbiException">As <see cref="Read"/>.</exception>
    public static CRL_CONTEXT* Find(nint store, uint findFlags, uint findType, void* parameter, CRL_CONTEXT* previous)
    {
        CRL_CONTEXT* found = CrlsInStores.Find(store, findFlags, findType, parameter, previous);
        // In its own stores the system has done that itself.
        if (found != null && AsksForStrongProperties(findFlags, findType) && CrlContexts.IsOurs(found))
            StrongProperties.Set(CrlContexts.Of(found), CertificateContexts.Of(((CRL_FIND_ISSUED_FOR_PARA*)parameter)->pIssuerCert).Certificate);
        return found;
    }

    /// <exception cref="AbiException">E_INVALIDARG: an unknown find type or flag, or one that needs a parameter has none.</exception>
    /// <returns>Null for CRL_FIND_ANY.</returns>
    public static Predicate<StoredCrl>? Read(uint findFlags, uint findType, void* parameter) => findType switch
    {
        CrlFindTypes.CRL_FIND_ANY => null,
        CrlFindTypes.CRL_FIND_ISSUED_BY => IssuedBy(findFlags, (CERT_CONTEXT*)parameter),
        CrlFindTypes.CRL_FIND_EXISTING when parameter != null => CrlSearch.ByExisting(CrlContexts.Of((CRL_CONTEXT*)parameter).List),
        CrlFindTypes.CRL_FIND_ISSUED_FOR when parameter != null => IssuedFor(findFlags, (CRL_FIND_ISSUED_FOR_PARA*)parameter),
        _ => throw new AbiException(Errors.E_INVALIDARG, "unknown find type, or no parameter"),
    };

    private static Predicate<StoredCrl>? IssuedBy(uint flags, CERT_CONTEXT* issuer)
    {
        // Of any issuer: what is compared with the issuer has nothing to compare with.
        Certificate? certificate = issuer == null ? null : CertificateContexts.Of(issuer).Certificate;
        return CrlSearch.ByIssuer(certificate?.Subject, certificate, ReadFlags(flags));
    }

    private static Predicate<StoredCrl> IssuedFor(uint flags, CRL_FIND_ISSUED_FOR_PARA* parameter)
    {
        if (parameter->pSubjectCert == null || parameter->pIssuerCert == null)
            throw new AbiException(Errors.E_INVALIDARG, "no subject or no issuer");
        Certificate subject = CertificateContexts.Of(parameter->pSubjectCert).Certificate;
        return CrlSearch.ByIssuer(
            subject.Issuer,
            CertificateContexts.Of(parameter->pIssuerCert).Certificate,
            ReadFlags(flags & ~CrlFindTypes.CRL_FIND_ISSUED_FOR_SET_STRONG_PROPERTIES_FLAG));
    }

    private static bool AsksForStrongProperties(uint findFlags, uint findType) => findType == CrlFindTypes.CRL_FIND_ISSUED_FOR
        && (findFlags & CrlFindTypes.CRL_FIND_ISSUED_FOR_SET_STRONG_PROPERTIES_FLAG) != 0;

    private static CrlFilters ReadFlags(uint flags)
    {
        if ((flags & ~(uint)CrlFilters.All) != 0)
            throw new AbiException(Errors.E_INVALIDARG, "unknown find flags");
        return (CrlFilters)flags;
    }
}
