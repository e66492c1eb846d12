using Staple32.Revocation;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>One certificate of a chain and what was found out about it there (CERT_CHAIN_ELEMENT).</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Status">Its own errors and how its issuer was found.</param>
/// <param name="ApplicationUsage">The extended key usages that it and everything above it allow; null for any, empty for none.</param>
/// <param name="IssuancePolicies">The policies that it is valid for in this chain; null for any, empty for none.</param>
public sealed record ChainElement(
    StoredCertificate Certificate,
    TrustStatus Status,
    IReadOnlyList<string>? ApplicationUsage,
    IReadOnlyList<string>? IssuancePolicies)
{
    /// <summary>What the check for revocation found; null if there was none.</summary>
    public ElementRevocation? Revocation { get; init; }
}

/// <summary>A certificate's revocation as its place in a chain shows it (CERT_REVOCATION_INFO).</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Freshness">The age of what it rests on; null if it rests on nothing.</param>
public sealed record ElementRevocation(RevocationVerdict Verdict, TimeSpan? Freshness);

/// <summary>From the end certificate (first) to the root, or as far as issuers were found (CERT_SIMPLE_CHAIN).</summary>
public sealed record SimpleChain(TrustStatus Status, IReadOnlyList<ChainElement> Elements)
{
    /// <summary>The greatest age of what the checks for revocation rest on; null if one rests on nothing, or none was made.</summary>
    public TimeSpan? RevocationFreshness { get; init; }
}

/// <summary>
/// The best chain that was found, with its trust status (CERT_CHAIN_CONTEXT). There is always one, if only of the end
/// certificate: whether it may be trusted is what <see cref="Status"/> says.
/// </summary>
public sealed class ChainResult
{
    public ChainResult(TrustStatus status, IReadOnlyList<SimpleChain> chains, uint createFlags)
    {
        Status = status;
        Chains = chains;
        CreateFlags = createFlags;
    }

    /// <summary>The union of all errors, and the information that holds for the whole.</summary>
    public TrustStatus Status { get; }

    /// <summary>One simple chain; more only in a copy of a foreign context that was put together by trust lists.</summary>
    public IReadOnlyList<SimpleChain> Chains { get; }

    /// <summary>Other paths, best first, if they were asked for (CERT_CHAIN_RETURN_LOWER_QUALITY_CONTEXTS).</summary>
    public IReadOnlyList<ChainResult> LowerQuality { get; internal init; } = [];

    /// <summary>The flags that the caller asked with, for dwCreateFlags.</summary>
    public uint CreateFlags { get; }

    /// <summary>True if the search ended because its budget was used up: a better chain may exist.</summary>
    public bool IsSearchCutShort { get; internal init; }

    /// <summary>The same with another status and other simple chains.</summary>
    internal ChainResult With(TrustStatus status, IReadOnlyList<SimpleChain> chains) =>
        new(status, chains, CreateFlags) { LowerQuality = LowerQuality, IsSearchCutShort = IsSearchCutShort };
}
