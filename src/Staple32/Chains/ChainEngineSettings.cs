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

    /// <summary>Where issuers are looked for, beside the roots and the stores of a request.</summary>
    public IReadOnlyList<CertificateStore> OtherStores { get; init; } = [];

    /// <summary>How many signature verdicts the engine remembers; 0 for the library's choice (MaximumCachedCertificates).</summary>
    public int RememberedSignatures { get; init; }
}
