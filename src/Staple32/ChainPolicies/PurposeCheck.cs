using Staple32.Certificates;
using Staple32.Chains;

namespace Staple32.ChainPolicies;

/// <summary>Whether the end certificate may serve a purpose, as far as it and its chain say.</summary>
internal static class PurposeCheck
{
    private const string AnyPurpose = "2.5.29.37.0";
    private const string AnyApplicationPolicy = "1.3.6.1.4.1.311.10.12.1";

    /// <summary>
    /// WrongUsage on the end certificate unless one of the purposes is allowed: by its extension, and by what the chain
    /// says is left of it (null there: everything).
    /// </summary>
    public static PolicyVerdict Judge(ChainResult chain, params ReadOnlySpan<string> purposes)
    {
        ChainElement end = chain.Chains[0].Elements[0];
        return Allows(end.ApplicationUsage, purposes) && Allows(OwnUsages(end.Certificate.Certificate), purposes)
            ? PolicyVerdict.Satisfied
            : new PolicyVerdict(PolicyError.WrongUsage, 0, 0);
    }

    private static IReadOnlyList<string>? OwnUsages(Certificate certificate)
    {
        try
        {
            return certificate.ExtendedKeyUsage;
        }
        catch (CertificateFormatException)
        {
            return [];
        }
    }

    private static bool Allows(IReadOnlyList<string>? usages, ReadOnlySpan<string> purposes)
    {
        if (usages is null)
            return true;
        foreach (string usage in usages)
        {
            if (usage is AnyPurpose or AnyApplicationPolicy || purposes.Contains(usage))
                return true;
        }

        return false;
    }
}
