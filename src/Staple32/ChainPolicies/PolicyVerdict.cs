namespace Staple32.ChainPolicies;

/// <summary>The first thing that a policy finds wrong with a chain, and where (CERT_CHAIN_POLICY_STATUS).</summary>
/// <param name="Error">None if the chain satisfies the policy.</param>
/// <param name="Chain">Which simple chain; <see cref="Everywhere"/> if the whole is meant, or nothing is wrong.</param>
/// <param name="Element">Which of its elements; <see cref="Everywhere"/> if the chain as such is meant.</param>
public readonly record struct PolicyVerdict(PolicyError Error, int Chain, int Element)
{
    public const int Everywhere = -1;

    public static PolicyVerdict Satisfied { get; } = new(PolicyError.None, Everywhere, Everywhere);

    public bool IsSatisfied => Error == PolicyError.None;
}
