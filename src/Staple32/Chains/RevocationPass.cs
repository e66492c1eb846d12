using Staple32.Revocation;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>Which certificates of a chain are checked: the flags of CertGetCertificateChain.</summary>
public enum RevocationScope
{
    None,
    EndCertificate,
    Chain,
    ChainExcludeRoot,
}

/// <summary>How the certificates of a chain are checked for revocation.</summary>
/// <param name="Scope">Which of them.</param>
/// <param name="Now">The current time.</param>
/// <param name="Budget">The time for fetching, for the whole chain.</param>
public sealed record ChainRevocationRequest(RevocationScope Scope, DateTimeOffset Now, UrlBudget Budget)
{
    public RevocationOptions Options { get; init; }

    /// <summary>A revocation later than this does not count: see <see cref="RevocationQuestion.TimeToUse"/>.</summary>
    public DateTimeOffset? TimeToUse { get; init; }

    /// <summary>As <see cref="RevocationQuestion.MaxAge"/>.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>As <see cref="RevocationQuestion.Resync"/>.</summary>
    public DateTimeOffset? Resync { get; init; }
}

/// <summary>
/// Checks a chain that has been built for revocation. Every element's issuer is the element above it; certificates that
/// sign CRLs in the issuer's stead are believed if the engine leads them to the top of the same chain.
/// </summary>
public sealed class RevocationPass(ChainEngine engine, RevocationChecker checker)
{
    /// <summary>The same result with what was found out: in the elements, and in the status and freshness of the whole.</summary>
    /// <param name="result">What the engine has built; only its best chain is checked.</param>
    /// <param name="chain">What the engine was asked.</param>
    /// <param name="request">What is checked, and how.</param>
    public ChainResult Apply(ChainResult result, ChainRequest chain, ChainRevocationRequest request)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Scope == RevocationScope.None)
            return result;
        SimpleChain[] chains = [.. result.Chains];
        chains[0] = Apply(chains[0], chain, request);
        TrustErrors errors = result.Status.Errors | chains[0].Status.Errors;
        return result.With(result.Status with { Errors = errors }, chains);
    }

    private SimpleChain Apply(SimpleChain built, ChainRequest chain, ChainRevocationRequest request)
    {
        IReadOnlyList<ChainElement> elements = built.Elements;
        bool hasRoot = (elements[^1].Status.Info & TrustInfo.IsSelfSigned) != 0;
        int count = request.Scope switch
        {
            RevocationScope.EndCertificate => 1,
            RevocationScope.ChainExcludeRoot when hasRoot => elements.Count - 1,
            _ => elements.Count,
        };
        var judge = new CrlSignerPath(engine, chain, () => elements[^1].Certificate.Certificate, request.Now);
        List<CertificateStore> stores = StoresOf(chain, built);
        var checkedElements = elements.ToArray();
        TrustErrors errors = built.Status.Errors;
        TimeSpan? freshness = null;
        bool isFresh = count > 0;
        for (int i = 0; i < count; i++)
        {
            StoredCertificate? issuer = i + 1 < elements.Count ? elements[i + 1].Certificate : hasRoot ? elements[i].Certificate : null;
            RevocationVerdict verdict = checker.Check(new RevocationQuestion
            {
                Subject = elements[i].Certificate,
                Issuer = issuer,
                Stores = stores,
                Now = request.Now,
                TimeToUse = request.TimeToUse,
                Options = request.Options,
                MaxAge = request.MaxAge,
                Resync = request.Resync,
                MaxCrlBytes = engine.Settings.Rules.MaxObjectBytes,
                Budget = request.Budget,
                SignerJudge = judge.Judge,
            });
            TrustErrors own = ErrorsOf(verdict.Result);
            errors |= own;
            TrustStatus status = elements[i].Status;
            var checkedFor = new ElementRevocation(verdict, request.Now - verdict.ThisUpdate);
            checkedElements[i] = elements[i] with { Status = status with { Errors = status.Errors | own }, Revocation = checkedFor };
            isFresh &= checkedFor.Freshness is not null;
            if (!(freshness >= checkedFor.Freshness))
                freshness = checkedFor.Freshness ?? freshness;
        }

        return new SimpleChain(built.Status with { Errors = errors }, checkedElements) { RevocationFreshness = isFresh ? freshness : null };
    }

    /// <summary>The CRLs and certificates that came with the chain, and the engine's own.</summary>
    private List<CertificateStore> StoresOf(ChainRequest chain, SimpleChain built)
    {
        var stores = new List<CertificateStore>();
        if (chain.AdditionalStore is { } additional)
            stores.Add(additional);
        foreach (ChainElement element in built.Elements)
        {
            if (element.Certificate.Store is { } store && !stores.Contains(store))
                stores.Add(store);
        }

        foreach (CertificateStore store in engine.Settings.OtherStores)
        {
            if (!stores.Contains(store))
                stores.Add(store);
        }

        if (!stores.Contains(engine.Settings.Roots))
            stores.Add(engine.Settings.Roots);
        return stores;
    }

    private static TrustErrors ErrorsOf(RevocationResult result) => result switch
    {
        RevocationResult.Good => TrustErrors.None,
        RevocationResult.Revoked => TrustErrors.Revoked,
        RevocationResult.Offline => TrustErrors.RevocationStatusUnknown | TrustErrors.OfflineRevocation,
        _ => TrustErrors.RevocationStatusUnknown,
    };
}
