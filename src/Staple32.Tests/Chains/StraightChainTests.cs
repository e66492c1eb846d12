using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains;

public sealed class StraightChainTests
{
    private static readonly TestCertificate s_root = TestPki.Root("Root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    [Fact]
    public void Leaf_intermediate_and_root_make_a_chain_without_errors() =>
        Case.Trusting(s_root).With(s_authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine))
            .HasInfo(Case.ByKey, Case.ByKey, Case.RootByName)
            .Sums(Case.Fine);

    [Fact]
    public void A_chain_of_preferred_issuers_says_so_as_a_whole()
    {
        ChainResult result = Case.Trusting(s_root).With(s_authority).Build(s_leaf);
        Assert.Equal(TrustInfo.HasPreferredIssuer, result.Status.Info);
        Assert.False(result.IsSearchCutShort);
    }

    [Fact]
    public void Rsa_chains_are_built_like_elliptic_ones()
    {
        TestCertificate root = TestPki.Root("RSA root", s => s.Key = TestPki.Rsa);
        TestCertificate leaf = TestPki.Leaf("leaf", root, s => s.Key = TestPki.Rsa);
        Case.Trusting(root).Build(leaf).Has((leaf, Case.Fine), (root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void A_trusted_root_by_itself_is_a_chain() =>
        Case.Trusting(s_root).Build(s_root).Has((s_root, Case.Fine)).HasInfo(Case.RootByName).Sums(Case.Fine);

    [Fact]
    public void A_self_signed_leaf_is_an_untrusted_root()
    {
        TestCertificate leaf = TestPki.Root("alone", s => s.IsAuthority = null);
        Case.Trusting(s_root).Build(leaf)
            .Has((leaf, TrustErrors.UntrustedRoot)).HasInfo(Case.RootByName).Sums(TrustErrors.UntrustedRoot);
    }

    [Fact]
    public void A_missing_intermediate_leaves_a_partial_chain() =>
        Case.Trusting(s_root).Build(s_leaf)
            .Has((s_leaf, Case.Fine)).HasInfo(TrustInfo.None).Sums(TrustErrors.PartialChain);

    [Fact]
    public void A_missing_root_leaves_a_partial_chain() =>
        Case.Trusting().With(s_authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine)).HasInfo(Case.ByKey, TrustInfo.None).Sums(TrustErrors.PartialChain);

    [Fact]
    public void A_root_that_came_with_the_certificate_is_not_trusted_for_that() =>
        Case.Trusting().With(s_authority, s_root).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, TrustErrors.UntrustedRoot))
            .Sums(TrustErrors.UntrustedRoot);

    [Fact]
    public void A_root_with_a_trusted_name_and_another_key_is_not_trusted()
    {
        TestCertificate imposter = TestPki.Root("Root");
        TestCertificate leaf = TestPki.Leaf("leaf", imposter);
        Case.Trusting(s_root).With(imposter).Build(leaf)
            .Has((leaf, Case.Fine), (imposter, TrustErrors.UntrustedRoot)).Sums(TrustErrors.UntrustedRoot);
    }

    [Fact]
    public void A_root_with_a_trusted_key_and_another_encoding_is_not_trusted()
    {
        TestCertificate reissued = TestPki.Root("Root", s => s.Key = s_root.Key);
        Case.Trusting(s_root).Build(reissued).Has((reissued, TrustErrors.UntrustedRoot)).Sums(TrustErrors.UntrustedRoot);
    }

    [Fact]
    public void A_non_self_signed_certificate_in_the_root_store_is_no_root() =>
        Case.Trusting(s_authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine)).Sums(TrustErrors.PartialChain);

    [Fact]
    public void The_store_that_the_end_certificate_comes_from_is_searched()
    {
        var store = Case.StoreOf(s_leaf, s_authority);
        Case.Trusting(s_root).Build(s_leaf, r => r with { End = store.Certificates[0] })
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void The_engines_stores_are_searched() =>
        Case.Trusting(s_root).Build(s_leaf, settings: s => s with { OtherStores = [Case.StoreOf(s_authority)] })
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);

    [Fact]
    public void Names_match_whatever_their_case_and_spaces()
    {
        TestCertificate root = TestPki.Root("CN=Same  name,O=example");
        TestCertificate twin = TestPki.Root("CN=same NAME,O=Example", s => s.Key = root.Key);
        TestCertificate leaf = TestPki.Leaf("leaf", twin);
        Case.Trusting(root).Build(leaf).Has((leaf, Case.Fine), (root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void A_wrong_signature_is_reported_where_it_is()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.SigningKey = TestPki.NewKey());
        Case.Trusting(s_root).With(s_authority).Build(leaf)
            .Has((leaf, Case.BadSignature), (s_authority, Case.Fine), (s_root, Case.Fine))
            .HasInfo(TrustInfo.HasKeyMatchIssuer, Case.ByKey, Case.RootByName)
            .Sums(Case.BadSignature);
    }

    [Fact]
    public void A_wrong_signature_of_an_intermediate_is_reported_there()
    {
        TestCertificate authority = TestPki.WithBrokenSignature(s_authority);
        Case.Trusting(s_root).With(authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (authority, Case.BadSignature), (s_root, Case.Fine)).Sums(Case.BadSignature);
    }

    [Fact]
    public void A_broken_self_signature_is_no_root_of_trust()
    {
        TestCertificate broken = TestPki.WithBrokenSignature(TestPki.Root("broken"));
        Case.Trusting(s_root).Build(broken)
            .Has((broken, Case.BadSignature | TrustErrors.UntrustedRoot)).Sums(Case.BadSignature | TrustErrors.UntrustedRoot);
    }

    [Fact]
    public void An_unknown_critical_extension_is_an_error_and_an_unknown_other_one_is_not()
    {
        TestCertificate critical = TestPki.Leaf("leaf", s_authority, s => s.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: true)));
        TestCertificate other = TestPki.Leaf("leaf", s_authority, s => s.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: false)));
        const TrustErrors Expected = TrustErrors.InvalidExtension | TrustErrors.HasNotSupportedCriticalExtension;
        Case pki = Case.Trusting(s_root).With(s_authority);
        pki.Build(critical).Has((critical, Expected), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Expected);
        pki.Build(other).Sums(Case.Fine);
    }

    [Fact]
    public void A_malformed_extension_is_an_error()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s =>
        {
            s.KeyUsage = null;
            s.Extensions.Add(new X509Extension("2.5.29.15", [0x04, 0x01, 0x00], critical: true));
        });
        Case.Trusting(s_root).With(s_authority).Build(leaf)
            .Has((leaf, TrustErrors.InvalidExtension), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(TrustErrors.InvalidExtension);
    }

    [Fact]
    public void The_flags_that_were_asked_with_are_in_the_result() =>
        Assert.Equal(0x101u, Case.Trusting(s_root).Build(s_leaf, r => r with { CreateFlags = 0x101 }).CreateFlags);
}
