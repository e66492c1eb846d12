using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CertGetCRLFromStore: an issuer's CRLs one after the other, each checked as the flags ask for.</summary>
internal static unsafe class IssuersCrls
{
    private const uint Kinds = CrlFlags.CERT_STORE_BASE_CRL_FLAG | CrlFlags.CERT_STORE_DELTA_CRL_FLAG;
    private const uint Checks = CrlFlags.CERT_STORE_SIGNATURE_FLAG | CrlFlags.CERT_STORE_TIME_VALIDITY_FLAG;

    /// <summary>The next CRL; the previous context is freed whatever happens.</summary>
    /// <param name="store">Where to look.</param>
    /// <param name="issuer">Whose CRLs, null for anybody's.</param>
    /// <param name="previous">The one before, null to begin.</param>
    /// <param name="flags">In: the checks and kinds that are asked for. Out: the checks that failed.</param>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER.</exception>
    public static CRL_CONTEXT* Next(nint store, CERT_CONTEXT* issuer, CRL_CONTEXT* previous, uint* flags)
    {
        Certificate? certificate = null;
        try
        {
            if (flags == null || (*flags & ~(Kinds | Checks)) != 0)
                throw new AbiException(Errors.E_INVALIDARG, "unknown flags");
            if (issuer != null)
                certificate = CertificateContexts.Of(issuer).Certificate;
        }
        catch
        {
            CrlContexts.Release(previous);
            throw;
        }

        CRL_CONTEXT* found = CrlsInStores.Next(store, previous, CrlSearch.ByIssuer(certificate?.Subject, certificate, KindOf(*flags)));
        if (found != null)
            *flags = Check(CrlContexts.Of(found).List, certificate, *flags);
        return found;
    }

    private static CrlFilters KindOf(uint flags) => (flags & Kinds) switch
    {
        CrlFlags.CERT_STORE_BASE_CRL_FLAG => CrlFilters.Base,
        CrlFlags.CERT_STORE_DELTA_CRL_FLAG => CrlFilters.Delta,
        _ => CrlFilters.None,
    };

    private static uint Check(CertificateRevocationList list, Certificate? issuer, uint flags)
    {
        flags &= ~(list.IsDelta ? CrlFlags.CERT_STORE_DELTA_CRL_FLAG : CrlFlags.CERT_STORE_BASE_CRL_FLAG);
        if ((flags & CrlFlags.CERT_STORE_SIGNATURE_FLAG) != 0)
        {
            if (issuer is null)
                flags |= CrlFlags.CERT_STORE_NO_ISSUER_FLAG;
            else if (list.IsSignedBy(issuer.PublicKey))
                flags &= ~CrlFlags.CERT_STORE_SIGNATURE_FLAG;
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        if (list.ThisUpdate <= now && (list.NextUpdate is not { } end || now <= end))
            flags &= ~CrlFlags.CERT_STORE_TIME_VALIDITY_FLAG;
        return flags;
    }
}
