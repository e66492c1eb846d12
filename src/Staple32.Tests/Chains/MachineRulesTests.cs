using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Staple32.Settings;
using Xunit;
using static Staple32.Tests.Chains.TestExtensions;

namespace Staple32.Tests.Chains;

/// <summary>What the administrator of a machine has laid down: settings, distrusted certificates, public roots.</summary>
public sealed class MachineRulesTests
{
    private static readonly TestCertificate s_root = TestPki.Root("Root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    private static Func<ChainEngineSettings, ChainEngineSettings> Rules(Func<ChainSettings, ChainSettings> change) =>
        settings => settings with { Rules = change(settings.Rules) };

    [Fact]
    public void Basic_constraints_may_be_made_optional_but_not_meaningless()
    {
        TestCertificate without = TestPki.Authority("CA", s_root, s => s.IsAuthority = null);
        TestCertificate leaf = TestPki.Leaf("leaf", without);
        Case pki = Case.Trusting(s_root).With(without);
        pki.Build(leaf).Sums(TrustErrors.InvalidBasicConstraints);
        pki.Build(leaf, settings: Rules(r => r with { DisableMandatoryBasicConstraints = true })).Sums(Case.Fine);

        TestCertificate contradicting = TestPki.Authority("CA", s_root, s => s.IsAuthority = false);
        leaf = TestPki.Leaf("leaf", contradicting);
        Case.Trusting(s_root).With(contradicting).Build(leaf, settings: Rules(r => r with { DisableMandatoryBasicConstraints = true }))
            .Sums(TrustErrors.InvalidBasicConstraints);
    }

    [Fact]
    public void Name_constraints_may_be_kept_to_end_certificates()
    {
        TestCertificate constrained = TestPki.Authority("CN=Upper, O=A", s_root, s => s.Extensions.Add(NameConstraints(permitted: ["dir:O=A"])));
        TestCertificate lower = TestPki.Authority("CN=Lower, O=B", constrained);
        TestCertificate leaf = TestPki.Leaf("CN=leaf, O=A", lower);
        Case pki = Case.Trusting(s_root).With(constrained, lower);
        pki.Build(leaf).Has((leaf, Case.Fine), (lower, TrustErrors.HasNotPermittedNameConstraint), (constrained, Case.Fine), (s_root, Case.Fine));
        pki.Build(leaf, settings: Rules(r => r with { DisableAuthorityNameConstraints = true })).Sums(Case.Fine);
        TestCertificate outside = TestPki.Leaf("CN=leaf, O=B", lower);
        pki.Build(outside, settings: Rules(r => r with { DisableAuthorityNameConstraints = true })).Sums(TrustErrors.HasNotPermittedNameConstraint);
    }

    [Fact]
    public void Unknown_critical_extensions_may_be_let_pass()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: true)));
        Case pki = Case.Trusting(s_root).With(s_authority);
        pki.Build(leaf).Sums(TrustErrors.InvalidExtension | TrustErrors.HasNotSupportedCriticalExtension);
        pki.Build(leaf, settings: Rules(r => r with { DisableUnsupportedCriticalExtensions = true })).Sums(Case.Fine);
    }

    [Fact]
    public void The_least_rsa_key_may_be_set_higher()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Key = TestPki.Rsa);
        Case pki = Case.Trusting(s_root).With(s_authority);
        pki.Build(leaf, settings: Rules(r => r with { MinRsaBits = 2048 })).Sums(Case.Fine);
        pki.Build(leaf, settings: Rules(r => r with { MinRsaBits = 2049 }))
            .Has((leaf, TrustErrors.HasWeakSignature | TrustErrors.NotSignatureValid), (s_authority, Case.Fine), (s_root, Case.Fine));
    }

    [Fact]
    public void An_rsa_key_of_less_than_1023_bits_is_weak()
    {
        using RSA small = RSA.Create(1016);
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Key = small);
        Case.Trusting(s_root).With(s_authority).Build(leaf).Sums(TrustErrors.HasWeakSignature | TrustErrors.NotSignatureValid);
    }

    [Fact]
    public void A_distrusted_certificate_is_marked_wherever_it_stands()
    {
        foreach (TestCertificate distrusted in (TestCertificate[])[s_leaf, s_authority, s_root])
        {
            ChainResult result = Case.Trusting(s_root).With(s_authority)
                .Build(s_leaf, settings: s => s with { Distrusted = Case.StoreOf(distrusted) }).Sums(TrustErrors.ExplicitDistrust);
            Assert.Equal(
                [distrusted.Certificate],
                result.Chains[0].Elements.Where(e => e.Status.Errors == TrustErrors.ExplicitDistrust).Select(e => e.Certificate.Certificate));
        }
    }

    [Fact]
    public void A_way_around_a_distrusted_certificate_is_taken()
    {
        TestCertificate newer = TestPki.Authority("CA", s_root, s => { s.Key = s_authority.Key; s.NotBefore = TestPki.Now.AddDays(-1); });
        Case.Trusting(s_root).With(newer, s_authority).Build(s_leaf, settings: s => s with { Distrusted = Case.StoreOf(newer) })
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void Only_public_roots_count_where_that_is_asked_for()
    {
        TestCertificate open = TestPki.Root("Public");
        TestCertificate crossed = TestPki.Authority("CA", open, s => s.Key = s_authority.Key);
        ChainEngineSettings Engine(ChainEngineSettings settings) => settings with
        {
            IsExclusive = true,
            PublicRoots = Case.StoreOf(open),
            OtherStores = [Case.StoreOf(s_authority)],
        };
        ChainRequest OnlyPublic(ChainRequest request) => request with { Options = ChainOptions.OnlyAdditionalAndPublicRoots };

        Case.Trusting(s_root).Build(s_leaf, settings: Engine).Sums(Case.Fine);
        Case.Trusting(s_root).Build(s_leaf, OnlyPublic, Engine).Has((s_leaf, Case.Fine)).Sums(TrustErrors.PartialChain);
        Case.Trusting(s_root).With(s_authority).Build(s_leaf, OnlyPublic, Engine).Sums(TrustErrors.PartialChain);
        Case.Trusting(s_root).With(s_authority, crossed).Build(s_leaf, OnlyPublic, Engine)
            .Has((s_leaf, Case.Fine), (crossed, Case.Fine), (open, Case.Fine)).HasInfo(Case.ByKey, Case.ByKey, Case.RootByName).Sums(Case.Fine);
    }

    [Fact]
    public void The_store_of_the_end_certificate_does_not_count_where_only_public_roots_do()
    {
        Staple32.Stores.MemoryStore own = Case.StoreOf(s_leaf, s_authority);
        Staple32.Stores.StoredCertificate end = own.FindBySubject(s_leaf.Certificate.Subject.Span)[0];
        Case pki = Case.Trusting(s_root);
        pki.Build(s_leaf, r => r with { End = end }).Sums(Case.Fine);
        pki.Build(s_leaf, r => r with { End = end, Options = ChainOptions.OnlyAdditionalAndPublicRoots }).Sums(TrustErrors.PartialChain);
    }

    [Fact]
    public void People_of_the_system_are_trusted_without_being_exclusive()
    {
        ChainResult result = Case.Trusting(s_root)
            .Build(s_leaf, r => r with { Options = ChainOptions.EnablePeerTrust }, s => s with { TrustedPeople = Case.StoreOf(s_leaf) })
            .Has((s_leaf, Case.Fine)).HasInfo(TrustInfo.IsPeerTrusted).Sums(Case.Fine);
        Assert.Equal(TrustInfo.IsPeerTrusted, result.Status.Info);
    }
}
