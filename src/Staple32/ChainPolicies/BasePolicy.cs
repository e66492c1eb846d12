using Staple32.Chains;

namespace Staple32.ChainPolicies;

/// <summary>
/// CERT_CHAIN_POLICY_BASE: what the trust status of a chain amounts to. One error is reported, the first in the order in
/// which the reference page of CERT_CHAIN_POLICY_STATUS lists them, at the first place that has it.
/// </summary>
public static class BasePolicy
{
    private const TrustErrors Unknown = TrustErrors.RevocationStatusUnknown | TrustErrors.OfflineRevocation;
    private const TrustErrors Names =
        TrustErrors.InvalidNameConstraints | TrustErrors.HasNotSupportedNameConstraint | TrustErrors.HasNotDefinedNameConstraint
        | TrustErrors.HasNotPermittedNameConstraint | TrustErrors.HasExcludedNameConstraint;

    // The order is the order of precedence.
    private static readonly (PolicyError Error, TrustErrors Bits)[] s_rules =
    [
        (PolicyError.Signature, TrustErrors.NotSignatureValid | TrustErrors.HasWeakSignature | TrustErrors.TrustListNotSignatureValid),
        (PolicyError.Revoked, TrustErrors.Revoked),
        (PolicyError.Distrusted, TrustErrors.ExplicitDistrust),
        (PolicyError.UntrustedRoot, TrustErrors.UntrustedRoot),
        (PolicyError.Chaining, TrustErrors.PartialChain | TrustErrors.Cyclic),
        (PolicyError.WrongUsage, TrustErrors.NotValidForUsage | TrustErrors.TrustListNotValidForUsage),
        (PolicyError.Expired, TrustErrors.NotTimeValid | TrustErrors.TrustListNotTimeValid),
        (PolicyError.InvalidName, Names),
        (PolicyError.InvalidPolicy, TrustErrors.InvalidPolicyConstraints | TrustErrors.NoIssuanceChainPolicy),
        (PolicyError.BasicConstraints, TrustErrors.InvalidBasicConstraints),
        (PolicyError.Critical, TrustErrors.HasNotSupportedCriticalExtension | TrustErrors.InvalidExtension),
        (PolicyError.TimeNesting, TrustErrors.NotTimeNested),
        (PolicyError.NoRevocationCheck, TrustErrors.RevocationStatusUnknown),
        (PolicyError.RevocationOffline, TrustErrors.OfflineRevocation),
        (PolicyError.Other, ~TrustErrors.None),
    ];

    private static readonly (PolicyExemptions Flag, TrustErrors Bits)[] s_ignored =
    [
        (PolicyExemptions.IgnoreNotTimeValid, TrustErrors.NotTimeValid),
        (PolicyExemptions.IgnoreTrustListNotTimeValid, TrustErrors.TrustListNotTimeValid),
        (PolicyExemptions.IgnoreNotTimeNested, TrustErrors.NotTimeNested),
        (PolicyExemptions.IgnoreInvalidBasicConstraints, TrustErrors.InvalidBasicConstraints),
        (PolicyExemptions.AllowUnknownAuthority, TrustErrors.UntrustedRoot | TrustErrors.PartialChain),
        (PolicyExemptions.IgnoreWrongUsage, TrustErrors.NotValidForUsage | TrustErrors.TrustListNotValidForUsage),
        (PolicyExemptions.IgnoreInvalidName, Names),
        (PolicyExemptions.IgnoreInvalidPolicy, TrustErrors.InvalidPolicyConstraints | TrustErrors.NoIssuanceChainPolicy),
        (PolicyExemptions.IgnoreWeakSignature, TrustErrors.HasWeakSignature),
    ];

    /// <summary>Judges a chain by its trust status alone.</summary>
    /// <param name="chain">The chain, wherever it comes from.</param>
    /// <param name="flags">What to leave out of account; bits that mean nothing are passed over.</param>
    /// <param name="ignoresRevoked">Whether being revoked does not matter either.</param>
    public static PolicyVerdict Judge(ChainResult chain, PolicyExemptions flags, bool ignoresRevoked = false)
    {
        ArgumentNullException.ThrowIfNull(chain);
        List<Finding> findings = Collect(chain, flags, ignoresRevoked ? TrustErrors.Revoked : TrustErrors.None);
        foreach ((PolicyError error, TrustErrors bits) in s_rules)
        {
            foreach (Finding finding in findings)
            {
                if ((finding.Errors & bits) != 0)
                    return new PolicyVerdict(error == PolicyError.UntrustedRoot ? finding.RootError : error, finding.Chain, finding.Element);
            }
        }

        return PolicyVerdict.Satisfied;
    }

    // In the order in which places are named: the elements of a chain, the chain itself, the next chain, the whole. What
    // an element has is repeated in the status of its chain, and counts for the chain only if no element has it.
    private static List<Finding> Collect(ChainResult chain, PolicyExemptions flags, TrustErrors pardoned)
    {
        var findings = new List<Finding>();
        TrustErrors placed = TrustErrors.None;
        for (int i = 0; i < chain.Chains.Count; i++)
        {
            IReadOnlyList<ChainElement> elements = chain.Chains[i].Elements;
            TrustErrors placedHere = TrustErrors.None;
            for (int j = 0; j < elements.Count; j++)
            {
                placedHere |= elements[j].Status.Errors;
                bool isLast = j == elements.Count - 1;
                TrustErrors errors = Remaining(elements[j].Status.Errors & ~pardoned, flags, RevocationFlag(i, j, elements[j]));
                if (isLast && errors.HasFlag(TrustErrors.UntrustedRoot) && TestRoots.Contains(elements[j].Certificate.Certificate))
                    findings.Add(new Finding(WithoutTestRoot(errors, flags), i, j, PolicyError.UntrustedTestRoot));
                else
                    findings.Add(new Finding(errors | PeerTrust(elements[j], isLast, flags), i, j));
            }

            TrustErrors ofChain = chain.Chains[i].Status.Errors & ~placedHere & ~pardoned;
            findings.Add(new Finding(Remaining(ofChain, flags, PolicyExemptions.IgnoreAllRevocationUnknown), i, PolicyVerdict.Everywhere));
            placed |= placedHere | chain.Chains[i].Status.Errors;
        }

        TrustErrors ofAll = chain.Status.Errors & ~placed & ~pardoned;
        findings.Add(new Finding(Remaining(ofAll, flags, PolicyExemptions.IgnoreAllRevocationUnknown), PolicyVerdict.Everywhere, PolicyVerdict.Everywhere));
        return findings;
    }

    private static TrustErrors Remaining(TrustErrors errors, PolicyExemptions flags, PolicyExemptions revocationFlag)
    {
        foreach ((PolicyExemptions flag, TrustErrors bits) in s_ignored)
        {
            if (flags.HasFlag(flag))
                errors &= ~bits;
        }

        // An extension that is critical and unknown is reported as invalid as well.
        if (flags.HasFlag(PolicyExemptions.IgnoreNotSupportedCriticalExtension) && errors.HasFlag(TrustErrors.HasNotSupportedCriticalExtension))
            errors &= ~(TrustErrors.HasNotSupportedCriticalExtension | TrustErrors.InvalidExtension);
        if (flags.HasFlag(revocationFlag))
            errors &= ~Unknown;
        // An offline status is an unknown one too; the more telling error is reported.
        return errors.HasFlag(TrustErrors.OfflineRevocation) ? errors & ~TrustErrors.RevocationStatusUnknown : errors;
    }

    private static PolicyExemptions RevocationFlag(int chain, int element, ChainElement of)
    {
        if (element == 0)
            return chain == 0 ? PolicyExemptions.IgnoreEndRevocationUnknown : PolicyExemptions.IgnoreTrustListSignerRevocationUnknown;
        return of.Status.Info.HasFlag(TrustInfo.IsSelfSigned)
            ? PolicyExemptions.IgnoreRootRevocationUnknown
            : PolicyExemptions.IgnoreAuthorityRevocationUnknown;
    }

    private static TrustErrors WithoutTestRoot(TrustErrors errors, PolicyExemptions flags) =>
        (flags & (PolicyExemptions.TrustTestRoot | PolicyExemptions.AllowTestRoot)) == 0 ? errors : errors & ~TrustErrors.UntrustedRoot;

    private static TrustErrors PeerTrust(ChainElement element, bool isLast, PolicyExemptions flags)
    {
        bool isOnlyPeerTrusted = isLast && element.Status.Info.HasFlag(TrustInfo.IsPeerTrusted);
        return isOnlyPeerTrusted && flags.HasFlag(PolicyExemptions.IgnorePeerTrust) && !flags.HasFlag(PolicyExemptions.AllowUnknownAuthority)
            ? TrustErrors.UntrustedRoot
            : TrustErrors.None;
    }

    /// <param name="Errors">What is wrong there and not to be left out of account.</param>
    /// <param name="Chain">Where: as in a verdict.</param>
    /// <param name="Element">Where: as in a verdict.</param>
    /// <param name="RootError">What an untrusted root there is called.</param>
    private readonly record struct Finding(TrustErrors Errors, int Chain, int Element, PolicyError RootError = PolicyError.UntrustedRoot);
}
