using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>What a chain is asked for (the arguments of CertGetCertificateChain that are not the engine's).</summary>
public sealed record ChainRequest
{
    /// <summary>The certificate that the chain begins with. The store it came from is searched too.</summary>
    public required StoredCertificate End { get; init; }

    /// <summary>The time for which the chain is to be valid.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The current time, if <see cref="Time"/> is that of a time stamp: see <see cref="ChainOptions.TimestampTime"/>.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Certificates that came with the end certificate, or null. They are never trusted for being there.</summary>
    public CertificateStore? AdditionalStore { get; init; }

    /// <summary>The extended key usages that are wanted.</summary>
    public UsageRequirement Usage { get; init; } = UsageRequirement.None;

    /// <summary>The issuance policies that are wanted.</summary>
    public UsageRequirement IssuancePolicy { get; init; } = UsageRequirement.None;

    /// <summary>What counts as strong enough, beyond what is always too weak; null for anything (pStrongSignPara).</summary>
    public StrongSignature? StrongSignature { get; init; }

    /// <summary>Whether the end certificate's own key need not be strong (CERT_CHAIN_STRONG_SIGN_DISABLE_END_CHECK_FLAG).</summary>
    public bool AcceptsWeakEndKey { get; init; }

    /// <summary>For each retrieval; null for the engine's.</summary>
    public TimeSpan? UrlRetrievalTimeout { get; init; }

    /// <summary>What was fetched before is fetched again (pftCacheResync).</summary>
    public DateTimeOffset? CacheResync { get; init; }

    public ChainOptions Options { get; init; }

    /// <summary>Goes into <see cref="ChainResult.CreateFlags"/>.</summary>
    public uint CreateFlags { get; init; }

    public SearchLimits Limits { get; init; } = SearchLimits.Default;
}

/// <summary>The flags of CertGetCertificateChain that change what is built, by their native values.</summary>
[Flags]
public enum ChainOptions : uint
{
    None = 0,

    /// <summary>Issuers that no store has are taken from what was fetched before; nothing new is fetched.</summary>
    CacheOnlyUrlRetrieval = 0x4,

    /// <summary>
    /// Lower quality chains may be worse in signatures, completeness and trust too; otherwise only those that are as
    /// good as the best one in these three are returned.
    /// </summary>
    DisablePass1QualityFiltering = 0x40,

    /// <summary>Return the other paths as well.</summary>
    ReturnLowerQualityContexts = 0x80,

    /// <summary>The end certificate must be valid at the given time and now, every other one now.</summary>
    TimestampTime = 0x200,

    /// <summary>An end certificate that is in the engine's trusted people store needs no issuer.</summary>
    EnablePeerTrust = 0x400,

    /// <summary>Issuers that no store has are not fetched.</summary>
    DisableAia = 0x2000,

    /// <summary>Nothing but public roots and what came with the end certificate is used, and nothing else is trusted.</summary>
    OnlyAdditionalAndPublicRoots = 0x8000,
}
