using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>
/// Judges certificates that sign CRLs in an issuer's stead: they count if the engine leads them, without an error of
/// their own, to the certificate in which the checked chain ends (RFC 5280 6.3.3 (f): the same trust anchor).
/// </summary>
internal sealed class CrlSignerPath(ChainEngine engine, ChainRequest request, SimpleChain chain, DateTimeOffset now)
{
    // What the checked chain suffers from itself is no fault of the signer's; nor is that its usage is not the one asked for.
    private const TrustErrors OfTheTop = TrustErrors.UntrustedRoot | TrustErrors.PartialChain;

    /// <summary>The signer's issuer on its path; null if it does not count.</summary>
    public StoredCertificate? Judge(StoredCertificate signer)
    {
        ChainResult path = engine.Build(new ChainRequest
        {
            End = signer,
            Time = now,
            AdditionalStore = request.AdditionalStore,
            Limits = request.Limits,
        });
        IReadOnlyList<ChainElement> elements = path.Chains[0].Elements;
        bool isSameTop = elements[^1].Certificate.Certificate.Encoded.Span.SequenceEqual(chain.Elements[^1].Certificate.Certificate.Encoded.Span);
        if (!isSameTop || (path.Status.Errors & ~OfTheTop) != 0)
            return null;
        return elements.Count > 1 ? elements[1].Certificate : elements[0].Certificate;
    }
}
