using Staple32.Chains;

namespace Staple32.ChainPolicies;

/// <summary>
/// CERT_CHAIN_POLICY_NT_AUTH: the base policy, basic constraints, and an issuer that is in the store of those that may
/// issue for logon ("NTAuth").
/// </summary>
public static class NtAuthPolicy
{
    private const uint BaseFlags = 0x0000_FFFF;
    private const int Issuer = 1;

    /// <param name="chain">The chain.</param>
    /// <param name="flags">Low word: as for the base policy. High word: what the first element is to be.</param>
    /// <param name="isInStore">Whether the store has a certificate with that encoding. Asked only if all else is well.</param>
    public static PolicyVerdict Judge(ChainResult chain, uint flags, Predicate<ReadOnlyMemory<byte>> isInStore)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(isInStore);
        PolicyVerdict verdict = BasePolicy.Judge(chain, (PolicyExemptions)(flags & BaseFlags));
        if (verdict.IsSatisfied)
            verdict = BasicConstraintsPolicy.Judge(chain, (FirstElementRole)(flags & ~BaseFlags));
        if (!verdict.IsSatisfied)
            return verdict;

        IReadOnlyList<ChainElement> elements = chain.Chains[0].Elements;
        if (elements.Count <= Issuer)
            return new PolicyVerdict(PolicyError.UntrustedAuthority, 0, PolicyVerdict.Everywhere);
        return isInStore(elements[Issuer].Certificate.Certificate.Encoded)
            ? PolicyVerdict.Satisfied
            : new PolicyVerdict(PolicyError.UntrustedAuthority, 0, Issuer);
    }
}
