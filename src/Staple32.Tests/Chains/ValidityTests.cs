using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains;

public sealed class ValidityTests
{
    private static readonly DateTimeOffset s_now = TestPki.Now;
    private static readonly TestCertificate s_root = TestPki.Root("Root", s => s.NotAfter = s_now.AddYears(10));
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root, s => s.NotAfter = s_now.AddYears(5));
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    private static void Expired(Spec spec) => spec.NotAfter = s_now.AddDays(-1);

    [Fact]
    public void An_expired_leaf_is_reported_as_such()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, Expired);
        Case.Trusting(s_root).With(s_authority).Build(leaf)
            .Has((leaf, Case.BadTime), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.BadTime);
    }

    [Fact]
    public void An_expired_intermediate_is_reported_as_such()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, Expired);
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        Case.Trusting(s_root).With(authority).Build(leaf)
            .Has((leaf, Case.Fine), (authority, Case.BadTime), (s_root, Case.Fine)).Sums(Case.BadTime);
    }

    [Fact]
    public void An_expired_root_is_trusted_and_expired()
    {
        TestCertificate root = TestPki.Root("Root", Expired);
        TestCertificate leaf = TestPki.Leaf("leaf", root);
        Case.Trusting(root).Build(leaf).Has((leaf, Case.Fine), (root, Case.BadTime)).Sums(Case.BadTime);
    }

    [Fact]
    public void A_certificate_that_is_not_valid_yet_is_reported()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.NotBefore = s_now.AddMinutes(1));
        Case.Trusting(s_root).With(s_authority).Build(leaf).Sums(Case.BadTime);
    }

    [Fact]
    public void First_and_last_second_of_validity_count()
    {
        DateTimeOffset first = s_leaf.Certificate.NotBefore, last = s_leaf.Certificate.NotAfter;
        TestCertificate root = TestPki.Root("Early", s => s.NotBefore = s_now.AddYears(-2));
        TestCertificate leaf = TestPki.Leaf("leaf", root);
        Case pki = Case.Trusting(root);
        pki.Build(leaf, r => r with { Time = first }).Sums(Case.Fine);
        pki.Build(leaf, r => r with { Time = first.AddTicks(-1) }).Sums(Case.BadTime);
        root = TestPki.Root("Late", s => s.NotAfter = s_now.AddYears(2));
        leaf = TestPki.Leaf("leaf", root);
        pki = Case.Trusting(root);
        pki.Build(leaf, r => r with { Time = last }).Sums(Case.Fine);
        pki.Build(leaf, r => r with { Time = last.AddTicks(1) }).Sums(Case.BadTime);
    }

    [Fact]
    public void The_chain_is_judged_at_the_time_asked_about()
    {
        Case pki = Case.Trusting(s_root).With(s_authority);
        pki.Build(s_leaf, r => r with { Time = s_now.AddYears(2) })
            .Has((s_leaf, Case.BadTime), (s_authority, Case.Fine), (s_root, Case.Fine));
        pki.Build(s_leaf, r => r with { Time = s_now.AddYears(7) })
            .Has((s_leaf, Case.BadTime), (s_authority, Case.BadTime), (s_root, Case.Fine));
        pki.Build(s_leaf, r => r with { Time = DateTimeOffset.MaxValue })
            .Has((s_leaf, Case.BadTime), (s_authority, Case.BadTime), (s_root, Case.BadTime));
    }

    [Fact]
    public void A_time_stamp_wants_the_leaf_valid_then_and_now_and_its_issuers_now()
    {
        TestCertificate root = TestPki.Root("Root", s => s.NotBefore = s_now.AddDays(-10));
        TestCertificate leaf = TestPki.Leaf("leaf", root);
        Case pki = Case.Trusting(root);
        ChainResult At(DateTimeOffset stamp, DateTimeOffset now) =>
            pki.Build(leaf, r => r with { Time = stamp, Now = now, Options = ChainOptions.TimestampTime });

        // The root did not exist at the time of the stamp; only now counts for it.
        At(s_now.AddDays(-20), s_now).Has((leaf, Case.Fine), (root, Case.Fine));
        At(s_now.AddYears(-2), s_now).Has((leaf, Case.BadTime), (root, Case.Fine));
        At(s_now, s_now.AddYears(2)).Has((leaf, Case.BadTime), (root, Case.BadTime));
    }

    [Fact]
    public void A_valid_issuer_is_preferred_to_an_expired_one_of_the_same_key()
    {
        TestCertificate old = TestPki.Authority("CA", s_root, s => { Expired(s); s.Key = s_authority.Key; });
        Case.Trusting(s_root).With(old, s_authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine));
        Case.Trusting(s_root).With(s_authority, old).Build(s_leaf).Sums(Case.Fine);
    }

    [Fact]
    public void Of_two_valid_issuers_the_newer_one_is_taken()
    {
        TestCertificate newer = TestPki.Authority("CA", s_root, s => { s.NotBefore = s_now.AddDays(-3); s.Key = s_authority.Key; });
        Case.Trusting(s_root).With(s_authority, newer).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (newer, Case.Fine), (s_root, Case.Fine));
        Case.Trusting(s_root).With(newer, s_authority).Build(s_leaf)
            .Has((s_leaf, Case.Fine), (newer, Case.Fine), (s_root, Case.Fine));
    }
}
