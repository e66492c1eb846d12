using Staple32.Certificates;
using Staple32.Chains;

namespace Staple32.ChainPolicies;

/// <summary>What CERT_CHAIN_POLICY_MICROSOFT_ROOT can be told: its own flags, by value.</summary>
[Flags]
public enum MicrosoftRootOptions : uint
{
    None = 0,
    EnableTestRoot = 0x0001_0000,
    CheckApplicationRoot = 0x0002_0000,

    /// <summary>Has nothing to forbid: roots of preliminary systems are never accepted.</summary>
    DisableFlightRoot = 0x0004_0000,
}

/// <summary>CERT_CHAIN_POLICY_MICROSOFT_ROOT: the first simple chain ends in a key of Microsoft's.</summary>
public static class MicrosoftRootPolicy
{
    /// <summary>Looks at the key of the last element only, whatever the trust status is.</summary>
    public static PolicyVerdict Judge(ChainResult chain, MicrosoftRootOptions flags)
    {
        ArgumentNullException.ThrowIfNull(chain);
        IReadOnlyList<ChainElement> elements = chain.Chains[0].Elements;
        Certificate last = elements[^1].Certificate.Certificate;
        bool isOne = flags.HasFlag(MicrosoftRootOptions.CheckApplicationRoot)
            ? MicrosoftRoots.IsApplicationRoot(last)
            : MicrosoftRoots.IsProductRoot(last) || (flags.HasFlag(MicrosoftRootOptions.EnableTestRoot) && MicrosoftRoots.IsTestRoot(last));
        return isOne ? PolicyVerdict.Satisfied : new PolicyVerdict(PolicyError.UntrustedRoot, 0, elements.Count - 1);
    }
}
