using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>
/// Judges certificates that sign CRLs in an issuer's stead: they count if the engine leads them, without an error of
/// their own, to the certificate in which the checked chain ends (RFC 5280 6.3.3 (f): the same trust anchor).
/// </summary>
/// <param name="engine">Finds their paths.</param>
/// <param name="like">Where it looks and what it may spend, as for the checked chain.</param>
/// <param name="top">The certificate in which the checked chain ends.</param>
/// <param name="now">The current time.</param>
public sealed class CrlSignerPath(ChainEngine engine, ChainRequest like, Func<Certificate> top, DateTimeOffset now)
{
    // What the checked chain suffers from itself is no fault of the signer's.
    private const TrustErrors OfTheTop = TrustErrors.UntrustedRoot | TrustErrors.PartialChain;

    /// <summary>The signer's issuer on its path; null if it does not count.</summary>
    public StoredCertificate? Judge(StoredCertificate signer)
    {
        ChainResult path = engine.Build(new ChainRequest
        {
            End = signer,
            Time = now,
            AdditionalStore = like.AdditionalStore,
            UrlRetrievalTimeout = like.UrlRetrievalTimeout,
            CacheResync = like.CacheResync,
            Options = like.Options & (ChainOptions.CacheOnlyUrlRetrieval | ChainOptions.DisableAia | ChainOptions.OnlyAdditionalAndPublicRoots),
            Limits = like.Limits,
        });
        IReadOnlyList<ChainElement> elements = path.Chains[0].Elements;
        bool isSameTop = elements[^1].Certificate.Certificate.Encoded.Span.SequenceEqual(top().Encoded.Span);
        if (!isSameTop || (path.Status.Errors & ~OfTheTop) != 0)
            return null;
        return elements.Count > 1 ? elements[1].Certificate : elements[0].Certificate;
    }
}
