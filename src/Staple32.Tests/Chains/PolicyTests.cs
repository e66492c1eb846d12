using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.TestExtensions;

namespace Staple32.Tests.Chains;

/// <summary>Certificate policies (RFC 5280 section 6.1, RFC 9618), after the ideas of the NIST PKITS sections 4.8 to 4.12.</summary>
public sealed class PolicyTests
{
    private const string P1 = "2.16.840.1.101.3.2.1.48.1";
    private const string P2 = "2.16.840.1.101.3.2.1.48.2";
    private const string P3 = "2.16.840.1.101.3.2.1.48.3";
    private const string Any = "2.5.29.32.0";
    private const TrustErrors BadPolicy = TrustErrors.InvalidPolicyConstraints;
    private const TrustErrors NoPolicy = TrustErrors.InvalidPolicyConstraints | TrustErrors.NoIssuanceChainPolicy;

    private static readonly TestCertificate s_root = TestPki.Root("Root");

    // A chain below the root from the uppermost CA to the end certificate, each with the given extensions. A name that
    // repeats the issuer's makes a certificate self-issued.
    private static ChainResult Build(string[]? wanted, params (string Name, X509Extension[] Extensions)[] certificates)
    {
        TestCertificate issuer = s_root;
        var made = new List<TestCertificate>();
        for (int i = 0; i < certificates.Length; i++)
        {
            X509Extension[] extensions = certificates[i].Extensions;
            void Change(Spec spec) => spec.Extensions.AddRange(extensions);
            issuer = i == certificates.Length - 1 && !certificates[i].Name.StartsWith("CA", StringComparison.Ordinal)
                ? TestPki.Leaf(certificates[i].Name, issuer, Change)
                : TestPki.Authority(certificates[i].Name, issuer, Change);
            made.Add(issuer);
        }

        return Case.Trusting(s_root).With([.. made]).Build(issuer, r => r with
        {
            IssuancePolicy = wanted is null ? UsageRequirement.None : new UsageRequirement(wanted, matchAny: true),
        });
    }

    private static (string Name, X509Extension[] Extensions) Ca(int number, params X509Extension[] extensions) => ($"CA {number}", extensions);

    private static (string Name, X509Extension[] Extensions) End(params X509Extension[] extensions) => ("end", extensions);

    private static void HasPolicies(ChainResult result, params string[]? expected) =>
        Assert.Equal(expected, result.Chains[0].Elements[0].IssuancePolicies);

    [Fact]
    public void Without_policies_a_chain_is_valid_for_none_and_fine()
    {
        ChainResult result = Build(null, Ca(1), End()).Sums(Case.Fine);
        HasPolicies(result, []);
        Assert.Null(result.Chains[0].Elements[2].IssuancePolicies);
    }

    [Fact]
    public void A_policy_that_all_have_is_the_chains()
    {
        ChainResult result = Build(null, Ca(1, Policies(P1, P2)), Ca(2, Policies(P1, P3)), End(Policies(P1))).Sums(Case.Fine);
        HasPolicies(result, P1);
        Assert.Equal([P1, P2], result.Chains[0].Elements[2].IssuancePolicies!);
        Assert.True((result.Status.Info & TrustInfo.HasIssuanceChainPolicy) != 0);
    }

    [Fact]
    public void Policies_without_anything_in_common_leave_none()
    {
        ChainResult result = Build(null, Ca(1, Policies(P1)), End(Policies(P2))).Sums(Case.Fine);
        HasPolicies(result, []);
        Assert.True((result.Status.Info & TrustInfo.HasIssuanceChainPolicy) == 0);
    }

    [Fact]
    public void A_ca_without_policies_ends_those_above()
    {
        HasPolicies(Build(null, Ca(1, Policies(P1)), Ca(2), End(Policies(P1))), []);
    }

    [Fact]
    public void A_wanted_policy_must_be_the_chains()
    {
        Build([P1], Ca(1, Policies(P1)), End(Policies(P1))).Sums(Case.Fine);
        Build([P2], Ca(1, Policies(P1)), End(Policies(P1))).Sums(TrustErrors.NotValidForUsage);
        Build([P2, P1], Ca(1, Policies(P1)), End(Policies(P1))).Sums(Case.Fine);
        Build([P1], Ca(1), End(Policies(P1))).Sums(TrustErrors.NotValidForUsage);
    }

    [Fact]
    public void Any_policy_of_a_ca_lets_the_policies_below_through()
    {
        HasPolicies(Build(null, Ca(1, Policies(Any)), End(Policies(P1, P2))), P1, P2);
        HasPolicies(Build(null, Ca(1, Policies(P1)), End(Policies(Any))), P1);
        HasPolicies(Build(null, Ca(1, Policies(P1, Any)), End(Policies(P1, P2))), P1, P2);
        HasPolicies(Build(null, Ca(1, Policies(Any)), End(Policies(Any))), null!);
        Build([P3], Ca(1, Policies(Any)), End(Policies(Any))).Sums(Case.Fine);
    }

    [Fact]
    public void A_required_policy_that_is_missing_is_an_error()
    {
        Build(null, Ca(1, Policies(P1), PolicyConstraints(requireExplicit: 0)), End(Policies(P1))).Sums(Case.Fine);
        ChainResult result = Build(null, Ca(1, Policies(P1), PolicyConstraints(requireExplicit: 0)), End(Policies(P2))).Sums(NoPolicy);
        Assert.Equal(NoPolicy, result.Chains[0].Elements[0].Status.Errors);
        Assert.Equal(Case.Fine, result.Chains[0].Elements[1].Status.Errors);
        Build(null, Ca(1, PolicyConstraints(requireExplicit: 0)), End()).Sums(NoPolicy);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(10, false)]
    public void Policies_are_required_after_so_many_certificates(int skip, bool isError)
    {
        // Three CAs and an end certificate: below the first CA the requirement counts down by one per certificate, the
        // end certificate included.
        ChainResult result = Build(null, Ca(1, PolicyConstraints(requireExplicit: skip)), Ca(2), Ca(3), End());
        Assert.Equal(isError, (result.Status.Errors & BadPolicy) != 0);
    }

    [Fact]
    public void The_first_certificate_without_a_required_policy_is_named()
    {
        ChainResult result = Build(null, Ca(1, PolicyConstraints(requireExplicit: 1)), Ca(2), Ca(3), End());
        Assert.Equal([NoPolicy, BadPolicy, Case.Fine, Case.Fine, Case.Fine], result.Chains[0].Elements.Select(e => e.Status.Errors));
    }

    [Fact]
    public void Self_issued_certificates_do_not_count_down()
    {
        X509Extension require = PolicyConstraints(requireExplicit: 2);
        Build(null, Ca(1, require), ("CA 1", []), End()).Sums(Case.Fine);
        Build(null, Ca(1, require), Ca(2), End()).Sums(NoPolicy);
    }

    [Fact]
    public void An_end_certificate_can_require_policies_itself() =>
        Build(null, Ca(1), End(PolicyConstraints(requireExplicit: 0))).Sums(NoPolicy);

    [Fact]
    public void A_mapped_policy_is_the_issuers_policy()
    {
        X509Extension[] mapping = [Policies(P1), Mappings((P1, P2))];
        ChainResult result = Build([P1], Ca(1, mapping), End(Policies(P2))).Sums(Case.Fine);
        HasPolicies(result, P1);
        Build([P2], Ca(1, mapping), End(Policies(P2))).Sums(TrustErrors.NotValidForUsage);
        HasPolicies(Build(null, Ca(1, mapping), End(Policies(P1))), []);
    }

    [Fact]
    public void A_policy_can_be_mapped_to_several_and_several_to_one()
    {
        HasPolicies(Build(null, Ca(1, Policies(P1), Mappings((P1, P2), (P1, P3))), End(Policies(P3))), P1);
        HasPolicies(Build(null, Ca(1, Policies(P1, P2), Mappings((P1, P3), (P2, P3))), End(Policies(P3))), P1, P2);
    }

    [Fact]
    public void Mappings_go_on_through_several_cas() =>
        HasPolicies(Build(null, Ca(1, Policies(P1), Mappings((P1, P2))), Ca(2, Policies(P2), Mappings((P2, P3))), End(Policies(P3))), P1);

    [Fact]
    public void A_mapping_under_any_policy_names_the_issuers_policy() =>
        HasPolicies(Build(null, Ca(1, Policies(Any), Mappings((P1, P2))), End(Policies(P2))), P1);

    [Fact]
    public void A_mapping_from_or_to_any_policy_is_invalid()
    {
        ChainResult from = Build(null, Ca(1, Policies(Any), Mappings((Any, P1))), End(Policies(P1))).Sums(BadPolicy);
        Assert.Equal(BadPolicy, from.Chains[0].Elements[1].Status.Errors);
        Build(null, Ca(1, Policies(P1), Mappings((P1, Any))), End(Policies(P1))).Sums(BadPolicy);
    }

    [Fact]
    public void A_mapping_that_is_inhibited_is_an_error_and_drops_the_policy()
    {
        X509Extension inhibit = PolicyConstraints(inhibitMapping: 0);
        ChainResult result = Build(null, Ca(1, Policies(P1), inhibit), Ca(2, Policies(P1), Mappings((P1, P2))), End(Policies(P2)));
        Assert.Equal([Case.Fine, BadPolicy, Case.Fine, Case.Fine], result.Chains[0].Elements.Select(e => e.Status.Errors));
        HasPolicies(result, []);
        HasPolicies(Build(null, Ca(1, Policies(P1), PolicyConstraints(inhibitMapping: 1)), Ca(2, Policies(P1), Mappings((P1, P2))), End(Policies(P2))).Sums(Case.Fine), P1);
    }

    [Fact]
    public void Any_policy_that_is_inhibited_counts_for_nothing()
    {
        HasPolicies(Build(null, Ca(1, Policies(P1), InhibitAny(0)), End(Policies(Any))), []);
        HasPolicies(Build(null, Ca(1, Policies(P1), InhibitAny(0)), Ca(2, Policies(Any)), End(Policies(P1))), []);
        HasPolicies(Build(null, Ca(1, Policies(P1), InhibitAny(1)), Ca(2, Policies(Any)), End(Policies(P1))), P1);
        HasPolicies(Build(null, Ca(1, Policies(P1), InhibitAny(1)), Ca(2, Policies(Any)), End(Policies(Any))), []);

        // A self-issued CA may still use it (key rollover).
        HasPolicies(Build(null, Ca(1, Policies(P1), InhibitAny(0)), ("CA 1", [Policies(Any)]), End(Policies(P1))), P1);
    }

    [Fact]
    public void The_roots_own_policies_do_not_matter()
    {
        TestCertificate root = TestPki.Root("Root", s => s.Extensions.Add(Policies(P3)));
        TestCertificate leaf = TestPki.Leaf("leaf", root, s => s.Extensions.Add(Policies(P1)));
        ChainResult result = Case.Trusting(root).Build(leaf).Sums(Case.Fine);
        HasPolicies(result, P1);
    }

    [Theory]
    [InlineData("2.5.29.32", "3000")]
    [InlineData("2.5.29.32", "300C300406022A033004060 22A03")] // one policy twice
    [InlineData("2.5.29.33", "3000")]
    [InlineData("2.5.29.36", "3000")]
    [InlineData("2.5.29.36", "30038001FF")]
    [InlineData("2.5.29.54", "0201FF")]
    [InlineData("2.5.29.54", "0500")]
    public void Malformed_policy_extensions_are_an_error(string oid, string encoded)
    {
        byte[] value = Convert.FromHexString(encoded.Replace(" ", string.Empty, StringComparison.Ordinal));
        Build(null, Ca(1, new X509Extension(oid, value, critical: true)), End()).Sums(TrustErrors.InvalidExtension | BadPolicy);
    }

    [Fact]
    public void A_huge_number_of_certificates_to_skip_means_never()
    {
        var huge = new X509Extension("2.5.29.54", Convert.FromHexString("020A01000000000000000000"), critical: true);
        HasPolicies(Build(null, Ca(1, Policies(Any), huge), End(Policies(P1))).Sums(Case.Fine), P1);
    }

    [Fact]
    public void Mappings_that_would_double_a_tree_at_every_level_do_not()
    {
        // Each CA maps each of two policies to both: 2 to the power of 20 nodes in a tree, two per level here.
        X509Extension[] both = [Policies(P1, P2), Mappings((P1, P1), (P1, P2), (P2, P1), (P2, P2))];
        var chain = Enumerable.Range(1, 20).Select(i => Ca(i, both)).Append(End(Policies(P1, P2))).ToArray();
        HasPolicies(Build(null, chain).Sums(Case.Fine), P1, P2);
    }
}
