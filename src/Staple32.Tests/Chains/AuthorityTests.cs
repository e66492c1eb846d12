using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>Who may issue: basic constraints, path length and key usage (RFC 5280 sections 4.2.1.9 and 4.2.1.3).</summary>
public sealed class AuthorityTests
{
    private const TrustErrors BadConstraints = TrustErrors.InvalidBasicConstraints;

    private static readonly TestCertificate s_root = TestPki.Root("Root");

    [Fact]
    public void An_intermediate_without_basic_constraints_must_not_issue()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.IsAuthority = null);
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        Case.Trusting(s_root).With(authority).Build(leaf)
            .Has((leaf, Case.Fine), (authority, BadConstraints), (s_root, Case.Fine)).Sums(BadConstraints);
    }

    [Fact]
    public void An_end_entity_certificate_must_not_issue()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.IsAuthority = false);
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        Case.Trusting(s_root).With(authority).Build(leaf)
            .Has((leaf, Case.Fine), (authority, BadConstraints), (s_root, Case.Fine)).Sums(BadConstraints);
    }

    [Fact]
    public void A_root_may_be_older_than_basic_constraints_but_not_contradict_them()
    {
        TestCertificate old = TestPki.Root("Old", s => { s.IsAuthority = null; s.KeyUsage = null; });
        TestCertificate leaf = TestPki.Leaf("leaf", old);
        Case.Trusting(old).Build(leaf).Has((leaf, Case.Fine), (old, Case.Fine)).Sums(Case.Fine);

        TestCertificate contradicting = TestPki.Root("Not a CA", s => s.IsAuthority = false);
        leaf = TestPki.Leaf("leaf", contradicting);
        Case.Trusting(contradicting).Build(leaf).Has((leaf, Case.Fine), (contradicting, BadConstraints));
    }

    [Fact]
    public void A_ca_without_the_right_to_sign_certificates_must_not_issue()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.KeyUsage = X509KeyUsageFlags.DigitalSignature);
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        Case.Trusting(s_root).With(authority).Build(leaf)
            .Has((leaf, Case.Fine), (authority, TrustErrors.NotValidForUsage), (s_root, Case.Fine))
            .Sums(TrustErrors.NotValidForUsage);
    }

    [Fact]
    public void A_ca_without_key_usage_may_issue()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.KeyUsage = null);
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        Case.Trusting(s_root).With(authority).Build(leaf).Sums(Case.Fine);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public void Path_length_counts_the_intermediates_below(int pathLength, bool isBroken)
    {
        TestCertificate upper = TestPki.Authority("Upper", s_root, s => s.PathLength = pathLength);
        TestCertificate lower = TestPki.Authority("Lower", upper);
        TestCertificate leaf = TestPki.Leaf("leaf", lower);
        TrustErrors expected = isBroken ? BadConstraints : Case.Fine;
        Case.Trusting(s_root).With(upper, lower).Build(leaf)
            .Has((leaf, Case.Fine), (lower, Case.Fine), (upper, expected), (s_root, Case.Fine)).Sums(expected);
    }

    [Fact]
    public void The_roots_path_length_counts_too()
    {
        TestCertificate root = TestPki.Root("Root 0", s => s.PathLength = 0);
        TestCertificate authority = TestPki.Authority("CA", root);
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        Case.Trusting(root).With(authority).Build(leaf)
            .Has((leaf, Case.Fine), (authority, Case.Fine), (root, BadConstraints)).Sums(BadConstraints);
    }

    [Fact]
    public void The_end_certificate_never_counts_even_if_it_is_a_ca()
    {
        TestCertificate upper = TestPki.Authority("Upper", s_root, s => s.PathLength = 0);
        TestCertificate end = TestPki.Authority("Lower", upper);
        Case.Trusting(s_root).With(upper).Build(end)
            .Has((end, Case.Fine), (upper, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void Self_issued_certificates_do_not_count()
    {
        TestCertificate upper = TestPki.Authority("Same", s_root, s => s.PathLength = 0);
        TestCertificate rollover = TestPki.Authority("Same", upper);
        TestCertificate leaf = TestPki.Leaf("leaf", rollover);
        Case.Trusting(s_root).With(upper, rollover).Build(leaf)
            .Has((leaf, Case.Fine), (rollover, Case.Fine), (upper, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void An_end_certificate_needs_no_rights_of_a_ca()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => { s.IsAuthority = false; s.KeyUsage = X509KeyUsageFlags.KeyEncipherment; });
        Case.Trusting(s_root).Build(leaf).Sums(Case.Fine);
    }
}
