using Staple32.Retrieval;
using Staple32.Settings;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>Where an engine finds certificates and which it trusts (CERT_CHAIN_ENGINE_CONFIG). Immutable.</summary>
/// <param name="Roots">The trusted roots: the system's, a selection of them, or exclusive ones.</param>
public sealed record ChainEngineSettings(CertificateStore Roots)
{
    /// <summary>
    /// If given, a root counts only if it is in this store as well: an engine that narrows the system's trust
    /// (hRestrictedRoot) cannot widen it.
    /// </summary>
    public CertificateStore? RootsMustBeIn { get; init; }

    /// <summary>True if <see cref="Roots"/> were given by the caller instead of the system (hExclusiveRoot).</summary>
    public bool IsExclusive { get; init; }

    /// <summary>
    /// Chains may end in a CA certificate of the exclusive roots that is not self-signed
    /// (CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG). Otherwise such a certificate helps to find a root, and no more.
    /// </summary>
    public bool TrustsExclusiveAuthorities { get; init; }

    /// <summary>End certificates that are trusted by themselves where peer trust is asked for (hExclusiveTrustedPeople).</summary>
    public CertificateStore? TrustedPeople { get; init; }

    /// <summary>The roots of public programmes, for requests that trust no others; null if nobody keeps them apart.</summary>
    public CertificateStore? PublicRoots { get; init; }

    /// <summary>Certificates that are never trusted, wherever they come from (the store "Disallowed").</summary>
    public CertificateStore? Distrusted { get; init; }

    /// <summary>Where issuers are looked for, beside the roots and the stores of a request.</summary>
    public IReadOnlyList<CertificateStore> OtherStores { get; init; } = [];

    /// <summary>How many signature verdicts the engine remembers; 0 for the library's choice (MaximumCachedCertificates).</summary>
    public int RememberedSignatures { get; init; }

    /// <summary>What the administrator of the machine has laid down.</summary>
    public ChainSettings Rules { get; init; } = ChainSettings.Default;

    /// <summary>Options that hold for every request.</summary>
    public ChainOptions Options { get; init; }

    /// <summary>Brings issuers that no store has; null if nothing is to be fetched.</summary>
    public IObjectFetcher? Fetcher { get; init; }

    /// <summary>For each retrieval, unless the request says otherwise; null for that of the <see cref="Rules"/>.</summary>
    public TimeSpan? UrlRetrievalTimeout { get; init; }

    /// <summary>The engine for a request that trusts and uses nothing but public roots and what came with it.</summary>
    internal ChainEngineSettings OnlyPublicRoots() => this with
    {
        Roots = PublicRoots ?? Roots,
        RootsMustBeIn = null,
        IsExclusive = false,
        TrustsExclusiveAuthorities = false,
        TrustedPeople = null,
        OtherStores = [],
        Fetcher = null,
    };
}
