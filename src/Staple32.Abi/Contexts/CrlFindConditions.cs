using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>Turns CertFindCRLInStore's find type, flags and parameter into a condition.</summary>
internal static unsafe class CrlFindConditions
{
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
        return CrlSearch.ByIssuer(subject.Issuer, CertificateContexts.Of(parameter->pIssuerCert).Certificate, ReadFlags(flags));
    }

    private static CrlFilters ReadFlags(uint flags)
    {
        if ((flags & ~(uint)CrlFilters.All) != 0)
            throw new AbiException(Errors.E_INVALIDARG, "unknown find flags");
        return (CrlFilters)flags;
    }
}
