using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.Revocation;

namespace Staple32.Abi.Chains;

/// <summary>The part of CertGetCertificateChain that checks what was built for revocation, as the flags ask for.</summary>
internal static unsafe class ChainRevocation
{
    /// <summary>The flags that are read here.</summary>
    public const uint Flags =
        ChainConstants.CERT_CHAIN_REVOCATION_CHECK_END_CERT | ChainConstants.CERT_CHAIN_REVOCATION_CHECK_CHAIN
        | ChainConstants.CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT | ChainConstants.CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY
        | ChainConstants.CERT_CHAIN_REVOCATION_ACCUMULATIVE_TIMEOUT | ChainConstants.CERT_CHAIN_REVOCATION_CHECK_OCSP_CERT;

    /// <summary>The result with what was found out about revocation; the same one if nothing asks for a check.</summary>
    public static ChainResult Apply(
        ChainEngine engine, ChainResult result, ChainRequest request, CERT_CHAIN_PARA* para, uint flags, DateTimeOffset now)
    {
        RevocationScope scope = ScopeOf(flags);
        if (scope == RevocationScope.None)
            return result;
        CERT_CHAIN_PARA known = ChainArguments.Known(para);
        var revocation = new ChainRevocationRequest(scope, now, BudgetOf(engine, request, flags))
        {
            Options = OptionsOf(flags),
            // Only the time of a time stamp is one at which the revocation mattered.
            TimeToUse = (request.Options & ChainOptions.TimestampTime) != 0 ? request.Time : null,
            MaxAge = known.fCheckRevocationFreshnessTime != 0 ? TimeSpan.FromSeconds(known.dwRevocationFreshnessTime) : null,
            Resync = request.CacheResync,
        };
        return new RevocationPass(engine, Library.Revocation).Apply(result, request, revocation);
    }

    // The flags ask for more and more; of several the one that asks for most counts.
    private static RevocationScope ScopeOf(uint flags) => flags switch
    {
        _ when (flags & ChainConstants.CERT_CHAIN_REVOCATION_CHECK_CHAIN) != 0 => RevocationScope.Chain,
        _ when (flags & ChainConstants.CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT) != 0 => RevocationScope.ChainExcludeRoot,
        _ when (flags & ChainConstants.CERT_CHAIN_REVOCATION_CHECK_END_CERT) != 0 => RevocationScope.EndCertificate,
        _ => RevocationScope.None,
    };

    private static RevocationOptions OptionsOf(uint flags)
    {
        RevocationOptions options = RevocationOptions.None;
        if ((flags & ChainConstants.CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY) != 0)
            options |= RevocationOptions.CacheOnly;
        if ((flags & ChainConstants.CERT_CHAIN_REVOCATION_CHECK_OCSP_CERT) != 0)
            options |= RevocationOptions.CheckOcspSigner;
        return options;
    }

    private static UrlBudget BudgetOf(ChainEngine engine, ChainRequest request, uint flags)
    {
        bool isForAll = (flags & ChainConstants.CERT_CHAIN_REVOCATION_ACCUMULATIVE_TIMEOUT) != 0;
        TimeSpan usual = isForAll ? engine.Settings.Rules.RevocationTimeout : engine.Settings.UrlRetrievalTimeout ?? engine.Settings.Rules.UrlRetrievalTimeout;
        return new UrlBudget(Library.Revocation.Time, request.UrlRetrievalTimeout ?? usual, isForAll);
    }
}
