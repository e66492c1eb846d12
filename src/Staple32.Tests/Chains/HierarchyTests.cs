using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>More than one way up: cross-signing, key rollover, loops, one name with several keys.</summary>
public sealed class HierarchyTests
{
    private static readonly TestCertificate s_root = TestPki.Root("Root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    [Fact]
    public void Of_a_cross_signed_ca_the_path_to_the_trusted_root_is_taken()
    {
        TestCertificate other = TestPki.Root("Other");
        TestCertificate crossed = TestPki.Authority("CA", other, s => s.Key = s_authority.Key);
        Case.Trusting(s_root).With(other, crossed, s_authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine));
        Case.Trusting(other).With(s_root, crossed, s_authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (crossed, Case.Fine), (other, Case.Fine));
    }

    [Fact]
    public void A_new_root_that_an_old_one_vouches_for_is_reached_either_way()
    {
        TestCertificate old = TestPki.Root("Old");
        TestCertificate crossed = TestPki.Authority("Root", old, s => s.Key = s_root.Key);
        Case.Trusting(old).With(s_authority, s_root, crossed).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (crossed, Case.Fine), (old, Case.Fine)).Sums(Case.Fine);
        Case.Trusting(old, s_root).With(s_authority, crossed).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void A_trusted_root_is_found_behind_two_cross_certificates()
    {
        TestCertificate anchor = TestPki.Root("Anchor");
        TestCertificate middle = TestPki.Root("Middle");
        TestCertificate crossedMiddle = TestPki.Authority("Middle", anchor, s => s.Key = middle.Key);
        TestCertificate crossedRoot = TestPki.Authority("Root", middle, s => s.Key = s_root.Key);
        Case.Trusting(anchor).With(s_root, middle, s_authority, crossedRoot, crossedMiddle).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (crossedRoot, Case.Fine), (crossedMiddle, Case.Fine), (anchor, Case.Fine));
    }

    [Fact]
    public void A_key_rollover_is_no_loop()
    {
        TestCertificate newWithOld = TestPki.Authority("Root", s_root);
        TestCertificate leaf = TestPki.Leaf("leaf", newWithOld);
        Case.Trusting(s_root).With(newWithOld).Build(leaf)
            .Has((leaf, Case.Fine), (newWithOld, Case.Fine), (s_root, Case.Fine))
            .HasInfo(Case.ByKey, Case.ByKey | TrustInfo.IsKeyRollover, Case.RootByName).Sums(Case.Fine);
    }

    [Fact]
    public void Two_cas_that_issued_each_other_are_a_loop()
    {
        TestCertificate first = TestPki.Root("First");
        TestCertificate second = TestPki.Authority("Second", first);
        TestCertificate firstBySecond = TestPki.Authority("First", second, s => s.Key = first.Key);
        TestCertificate leaf = TestPki.Leaf("leaf", first);
        Case.Trusting(s_root).With(firstBySecond, second).Build(leaf)
            .Has((leaf, Case.Fine), (firstBySecond, Case.Fine), (second, TrustErrors.Cyclic))
            .Sums(TrustErrors.Cyclic | TrustErrors.PartialChain);
    }

    [Fact]
    public void A_loop_with_a_way_out_is_left_by_it()
    {
        TestCertificate first = TestPki.Root("First");
        TestCertificate second = TestPki.Authority("Second", first);
        TestCertificate firstBySecond = TestPki.Authority("First", second, s => s.Key = first.Key);
        TestCertificate firstByRoot = TestPki.Authority("First", s_root, s => { s.Key = first.Key; s.NotBefore = TestPki.Now.AddYears(-2); });
        TestCertificate leaf = TestPki.Leaf("leaf", first);
        Case.Trusting(s_root).With(firstBySecond, second, firstByRoot).Build(leaf)
            .Has((leaf, Case.Fine), (firstByRoot, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void Of_several_keys_with_one_name_the_one_that_verifies_is_taken()
    {
        var authorities = Enumerable.Range(0, 8)
            .Select(_ => TestPki.Authority("CA", s_root, s => s.HasSubjectKeyIdentifier = false)).ToArray();
        foreach (TestCertificate authority in authorities)
        {
            TestCertificate leaf = TestPki.Leaf("leaf", authority);
            Case.Trusting(s_root).With(authorities).Build(leaf)
                .Has((leaf, Case.Fine), (authority, Case.Fine), (s_root, Case.Fine))
                .HasInfo(Case.ByName, Case.ByKey, Case.RootByName).Sums(Case.Fine);
        }
    }

    [Fact]
    public void The_key_identifier_saves_trying_keys()
    {
        var authorities = Enumerable.Range(0, 20).Select(_ => TestPki.Authority("CA", s_root)).ToArray();
        TestCertificate leaf = TestPki.Leaf("leaf", authorities[11]);
        var limits = SearchLimits.Default with { Signatures = 3 };
        ChainResult result = Case.Trusting(s_root).With(authorities).Build(leaf, r => r with { Limits = limits })
            .Has((leaf, Case.Fine), (authorities[11], Case.Fine), (s_root, Case.Fine));
        Assert.False(result.IsSearchCutShort);
    }

    [Fact]
    public void Issuer_and_serial_number_point_at_one_certificate_of_a_key()
    {
        TestCertificate newer = TestPki.Authority("CA", s_root, s => { s.Key = s_authority.Key; s.NotBefore = TestPki.Now.AddDays(-1); });
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Pointer = Pointer.IssuerAndSerial);
        Case.Trusting(s_root).With(newer, s_authority).Build(leaf)
            .Has((leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine))
            .HasInfo(TrustInfo.HasExactMatchIssuer | TrustInfo.HasPreferredIssuer, Case.ByKey, Case.RootByName);
    }

    [Fact]
    public void An_issuer_that_only_the_name_fits_is_found_but_not_preferred()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Pointer = Pointer.WrongKeyIdentifier);
        ChainResult result = Case.Trusting(s_root).With(s_authority).Build(leaf)
            .Has((leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine))
            .HasInfo(TrustInfo.HasNameMatchIssuer, Case.ByKey, Case.RootByName).Sums(Case.Fine);
        Assert.Equal(TrustInfo.None, result.Status.Info);
    }

    [Fact]
    public void A_certificate_without_pointer_finds_its_issuer_by_name()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Pointer = Pointer.None);
        Case.Trusting(s_root).With(s_authority).Build(leaf)
            .HasInfo(Case.ByName, Case.ByKey, Case.RootByName).Sums(Case.Fine);
    }

    [Fact]
    public void A_chain_deeper_than_the_limit_is_partial_and_says_that_it_was_cut()
    {
        var chain = new List<TestCertificate> { s_root };
        for (int i = 0; i < 40; i++)
            chain.Add(TestPki.Authority($"CA {i}", chain[^1]));
        TestCertificate leaf = TestPki.Leaf("leaf", chain[^1]);
        Case pki = Case.Trusting(s_root).With([.. chain]);
        ChainResult cut = pki.Build(leaf).Sums(TrustErrors.PartialChain);
        Assert.True(cut.IsSearchCutShort);
        Assert.Equal(SearchLimits.Default.Depth, cut.Chains[0].Elements.Count);
        pki.Build(leaf, r => r with { Limits = SearchLimits.Default with { Depth = 42 } }).Sums(Case.Fine);
    }

    [Fact]
    public void Other_paths_are_returned_on_request_best_first()
    {
        TestCertificate other = TestPki.Root("Other");
        TestCertificate crossed = TestPki.Authority("CA", other, s => s.Key = s_authority.Key);
        Case pki = Case.Trusting(s_root).With(other, crossed, s_authority);
        Assert.Empty(pki.Build(s_leaf).LowerQuality);

        // The first pass filters what is worse in trust.
        ChainResult filtered = pki.Build(s_leaf, r => r with { Options = ChainOptions.ReturnLowerQualityContexts });
        Assert.Empty(filtered.LowerQuality);

        ChainResult all = pki.Build(s_leaf, r => r with
        {
            Options = ChainOptions.ReturnLowerQualityContexts | ChainOptions.DisablePass1QualityFiltering,
        });
        all.Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine));
        Assert.Single(all.LowerQuality)
            .Has((s_leaf, Case.Fine), (crossed, Case.Fine), (other, TrustErrors.UntrustedRoot)).Sums(TrustErrors.UntrustedRoot);

        pki = Case.Trusting(s_root, other).With(crossed, s_authority);
        ChainResult both = pki.Build(s_leaf, r => r with { Options = ChainOptions.ReturnLowerQualityContexts });
        Assert.Single(both.LowerQuality).Sums(Case.Fine);
    }
}
