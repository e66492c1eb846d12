using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>hExclusiveRoot, hExclusiveTrustedPeople and hRestrictedRoot, as the Windows SDK header documents them.</summary>
public sealed class ExclusiveTrustTests
{
    private const TrustInfo FromExclusive = TrustInfo.IsFromExclusiveTrustStore;

    private static readonly TestCertificate s_root = TestPki.Root("Root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    private static ChainEngineSettings Exclusive(ChainEngineSettings settings) => settings with { IsExclusive = true };

    private static ChainEngineSettings ExclusiveWithAuthorities(ChainEngineSettings settings) =>
        settings with { IsExclusive = true, TrustsExclusiveAuthorities = true };

    [Fact]
    public void An_exclusive_root_is_trusted_and_marked()
    {
        ChainResult result = Case.Trusting(s_root).With(s_authority).Build(s_leaf, settings: Exclusive)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine))
            .HasInfo(Case.ByKey, Case.ByKey, Case.RootByName | FromExclusive).Sums(Case.Fine);
        Assert.Equal(TrustInfo.HasPreferredIssuer | FromExclusive, result.Status.Info);
    }

    [Fact]
    public void A_ca_in_the_exclusive_roots_is_no_anchor_by_default() =>
        Case.Trusting(s_authority).Build(s_leaf, settings: Exclusive)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine))
            .HasInfo(Case.ByKey, FromExclusive).Sums(TrustErrors.PartialChain);

    [Fact]
    public void A_ca_in_the_exclusive_roots_still_helps_to_find_the_root() =>
        Case.Trusting(s_authority, s_root).Build(s_leaf, settings: Exclusive)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);

    [Fact]
    public void With_the_ca_flag_the_chain_ends_in_the_trusted_ca()
    {
        ChainResult result = Case.Trusting(s_authority).With(s_root).Build(s_leaf, settings: ExclusiveWithAuthorities)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine))
            .HasInfo(Case.ByKey, FromExclusive | TrustInfo.IsCaTrusted).Sums(Case.Fine);
        Assert.Equal(TrustInfo.HasPreferredIssuer | FromExclusive | TrustInfo.IsCaTrusted, result.Status.Info);
    }

    [Fact]
    public void The_trusted_cas_own_signature_is_not_looked_at()
    {
        TestCertificate authority = TestPki.WithBrokenSignature(s_authority);
        Case.Trusting(authority).Build(s_leaf, settings: ExclusiveWithAuthorities)
            .Has((s_leaf, Case.Fine), (authority, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void The_ca_flag_makes_no_anchor_of_an_end_certificate()
    {
        Case.Trusting(s_leaf).Build(s_leaf, settings: ExclusiveWithAuthorities)
            .Has((s_leaf, Case.Fine)).HasInfo(FromExclusive).Sums(TrustErrors.PartialChain);
    }

    [Fact]
    public void An_expired_trusted_ca_is_reported_as_expired()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.NotAfter = TestPki.Now.AddDays(-1));
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        Case.Trusting(authority).Build(leaf, settings: ExclusiveWithAuthorities)
            .Has((leaf, Case.Fine), (authority, Case.BadTime)).Sums(Case.BadTime);
    }

    [Fact]
    public void A_restricted_root_must_be_a_root_of_the_system_too()
    {
        ChainEngineSettings Restricted(ChainEngineSettings settings, params TestCertificate[] system) =>
            settings with { RootsMustBeIn = Case.StoreOf(system) };
        Case pki = Case.Trusting(s_root).With(s_authority);
        pki.Build(s_leaf, settings: s => Restricted(s, s_root)).Sums(Case.Fine);
        pki.Build(s_leaf, settings: s => Restricted(s, TestPki.Root("Another")))
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, TrustErrors.UntrustedRoot)).Sums(TrustErrors.UntrustedRoot);
    }

    [Fact]
    public void A_trusted_person_needs_no_issuer_where_peer_trust_is_asked_for()
    {
        ChainEngineSettings People(ChainEngineSettings settings) =>
            settings with { IsExclusive = true, TrustedPeople = Case.StoreOf(s_leaf) };
        ChainResult result = Case.Trusting().Build(s_leaf, r => r with { Options = ChainOptions.EnablePeerTrust }, People)
            .Has((s_leaf, Case.Fine)).HasInfo(TrustInfo.IsPeerTrusted | FromExclusive).Sums(Case.Fine);
        Assert.Equal(TrustInfo.IsPeerTrusted | FromExclusive, result.Status.Info);

        Case.Trusting().Build(s_leaf, settings: People).Has((s_leaf, Case.Fine)).Sums(TrustErrors.PartialChain);
        TestCertificate stranger = TestPki.Leaf("leaf", s_authority);
        Case.Trusting().Build(stranger, r => r with { Options = ChainOptions.EnablePeerTrust }, People)
            .Sums(TrustErrors.PartialChain);
        Case.Trusting().Build(s_leaf, r => r with { Options = ChainOptions.EnablePeerTrust, Time = TestPki.Now.AddYears(5) }, People)
            .Has((s_leaf, Case.BadTime)).Sums(Case.BadTime);
    }
}
