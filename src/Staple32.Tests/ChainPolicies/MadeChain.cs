using Staple32.Chains;
using Staple32.Stores;
using Staple32.Tests.Chains;

namespace Staple32.Tests.ChainPolicies;

/// <summary>Chains with a trust status of the test's own choosing, as a foreign context might have it.</summary>
internal static class MadeChain
{
    private static readonly TestCertificate s_root = TestPki.Root("root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    /// <summary>Leaf, CA and root (or as many of them as there are statuses) with these errors.</summary>
    public static ChainResult With(params TrustErrors[] errors) => Of(0, errors);

    /// <summary>As <see cref="With"/>; the chain itself has another error.</summary>
    public static ChainResult Of(TrustErrors ofChain, params TrustErrors[] errors) => Of(SimpleOf(ofChain, errors));

    public static ChainResult Of(params SimpleChain[] chains)
    {
        TrustErrors all = chains.Aggregate(TrustErrors.None, (sum, chain) => sum | chain.Status.Errors);
        return new ChainResult(new TrustStatus(all, TrustInfo.None), chains, 0);
    }

    public static SimpleChain SimpleOf(TrustErrors ofChain, params TrustErrors[] errors)
    {
        TestCertificate[] certificates = [s_leaf, s_authority, s_root];
        var elements = new ChainElement[errors.Length];
        for (int i = 0; i < errors.Length; i++)
            elements[i] = Element(certificates[i], errors[i], i == 2 ? TrustInfo.IsSelfSigned : TrustInfo.None);
        return Simple(ofChain, elements);
    }

    public static SimpleChain Simple(TrustErrors ofChain, params ChainElement[] elements) =>
        new(new TrustStatus(elements.Aggregate(ofChain, (sum, element) => sum | element.Status.Errors), TrustInfo.None), elements);

    public static ChainElement Element(
        TestCertificate certificate, TrustErrors errors = TrustErrors.None, TrustInfo info = TrustInfo.None, IReadOnlyList<string>? usage = null) =>
        new(new StoredCertificate(certificate.Certificate), new TrustStatus(errors, info), usage, null);

    /// <summary>A chain without errors.</summary>
    public static ChainResult Good(params TestCertificate[] certificates) =>
        Of(Simple(TrustErrors.None, [.. certificates.Select(certificate => Element(certificate))]));
}
