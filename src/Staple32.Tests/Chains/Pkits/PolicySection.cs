using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;
using static Staple32.Tests.Chains.TestExtensions;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>
/// PKITS 4.8: certificate policies. The suite's initial-policy-set with initial-explicit-policy is RequestedIssuancePolicy
/// here; a chain that is not valid for it has CERT_TRUST_IS_NOT_VALID_FOR_USAGE on the end certificate.
/// </summary>
public sealed class PolicySection
{
    private const string P1 = "2.16.840.1.101.3.2.1.48.1";
    private const string P2 = "2.16.840.1.101.3.2.1.48.2";
    private const string P3 = "2.16.840.1.101.3.2.1.48.3";
    private const string P4 = "2.16.840.1.101.3.2.1.48.4";
    private const string Any = "2.5.29.32.0";
    private const TrustErrors Unfit = TrustErrors.NotValidForUsage;
    private const TrustErrors NoPolicy = TrustErrors.InvalidPolicyConstraints | TrustErrors.NoIssuanceChainPolicy;

    private static readonly Cases s_cases = new()
    {
        { "4.8.1 all have the same policy", () => Valid(SamePolicy().IsFine(), P1) },
        { "4.8.1 all have the same policy, which is wanted", () => SamePolicy().IsFine(P1) },
        { "4.8.1 all have the same policy, and another is wanted", () => SamePolicy().FailsAtEnd(Unfit, P2) },
        { "4.8.1 all have the same policy, one of two that are wanted", () => SamePolicy().IsFine(P1, P2) },
        { "4.8.2 none has a policy", () => Valid(Below.Ca("CA").End().IsFine()) },
        { "4.8.2 none has a policy, and one is wanted", () => Below.Ca("CA").End().FailsAtEnd(Unfit, P1) },
        { "4.8.3 a CA in the middle has another policy", () => Valid(Middle(P2).IsFine()) },
        { "4.8.3 a CA in the middle has another policy, and one is wanted", () => Middle(P2).FailsAtEnd(Unfit, P1) },
        { "4.8.3 a CA in the middle has another policy, and both are wanted", () => Middle(P2).FailsAtEnd(Unfit, P1, P2) },
        { "4.8.4 the end certificate has another policy, and one is required", () => Below.Ca("CA", Policies(P1), Require(0)).Ca("sub", Policies(P1)).End(Policies(P2)).FailsAtEnd(NoPolicy) },
        { "4.8.5 a CA has another policy, and one is required", () => Below.Ca("CA", Policies(P1), Require(0)).Ca("sub", Policies(P2)).End(Policies(P1))
            .Has(NoPolicy, TrustErrors.InvalidPolicyConstraints, Fine, Fine) },
        { "4.8.6 policies overlap", () => Valid(Overlapping().IsFine(), P1) },
        { "4.8.6 policies overlap in the one that is wanted", () => Overlapping().IsFine(P1) },
        { "4.8.6 policies overlap in another than is wanted", () => Overlapping().FailsAtEnd(Unfit, P2) },
        { "4.8.7 policies narrow to nothing at the end", () => Valid(Below.Ca("P123", Policies(P1, P2, P3)).Ca("P12", Policies(P1, P2)).Ca("P1", Policies(P1)).End(Policies(P2)).IsFine()) },
        { "4.8.8 a policy that was dropped does not come back", () => Valid(Below.Ca("P12", Policies(P1, P2)).Ca("P1", Policies(P1)).Ca("P2", Policies(P2)).End(Policies(P1)).IsFine()) },
        { "4.8.9 a policy that was dropped does not come back further down", () => Valid(
            Below.Ca("P123", Policies(P1, P2, P3)).Ca("P12", Policies(P1, P2)).Ca("P2", Policies(P2)).Ca("P1", Policies(P1)).End(Policies(P1)).IsFine()) },
        { "4.8.10 two policies in all", () => Valid(Two().IsFine(), P1, P2) },
        { "4.8.10 two policies in all, the first wanted", () => Two().IsFine(P1) },
        { "4.8.10 two policies in all, the second wanted", () => Two().IsFine(P2) },
        { "4.8.11 anyPolicy in all", () => ValidForAny(Below.Ca("CA", Policies(Any)).End(Policies(Any)).IsFine()) },
        { "4.8.11 anyPolicy in all, and one is wanted", () => Below.Ca("CA", Policies(Any)).End(Policies(Any)).IsFine(P1) },
        { "4.8.12 a policy of its own, and others are wanted", () => Below.Ca("P3", Policies(P3)).End(Policies(P3)).FailsAtEnd(Unfit, P1, P2) },
        { "4.8.13 three policies in all, the first wanted", () => Three().IsFine(P1) },
        { "4.8.13 three policies in all, the second wanted", () => Three().IsFine(P2) },
        { "4.8.13 three policies in all, the third wanted", () => Three().IsFine(P3) },
        { "4.8.14 anyPolicy above a policy that is wanted", () => Below.Ca("CA", Policies(Any)).End(Policies(P1)).IsFine(P1) },
        { "4.8.14 anyPolicy above another policy than is wanted", () => Below.Ca("CA", Policies(Any)).End(Policies(P1)).FailsAtEnd(Unfit, P2) },
        { "4.8.15 a user notice in the end certificate", () => Valid(Below.Ca("CA", Policies(P1)).End(Qualified(P1, Notice)).IsFine(), P1) },
        { "4.8.16 a user notice in the CA's certificate too", () => Below.Ca("CA", Qualified(P1, Notice)).End(Qualified(P1, Notice)).IsFine(P1) },
        { "4.8.17 a user notice with anyPolicy", () => Below.Ca("CA", Policies(P1)).End(Qualified(Any, Notice)).IsFine(P1) },
        { "4.8.18 user notices that differ with the policy wanted", () => Below.Ca("CA", Policies(P1, P2)).End(Qualified(P1, Notice)).FailsAtEnd(Unfit, P2) },
        { "4.8.19 a user notice that is too long", () => Below.Ca("CA", Policies(P1)).End(Qualified(P1, LongNotice)).IsFine(P1) },
        { "4.8.20 a pointer to a statement", () => Below.Ca("CA", Policies(P1)).End(Qualified(P1, Statement)).IsFine(P1) },
        { "critical policies", () => Below.Ca("CA", Policies(P1)).End(new X509Extension("2.5.29.32", Policies(P1).RawData, critical: true)).IsFine(P1) },
        { "the root's policies do not count", () => Below.Ca("CA", Policies(P4)).End(Policies(P4)).IsFine(P4) },
        { "a policy twice", () => Below.Ca("CA", Policies(P1)).End(Policies(P1, P1)).FailsAtEnd(TrustErrors.InvalidExtension | TrustErrors.InvalidPolicyConstraints) },
    };

    private static byte[] Notice => PolicyQualifier.UserNotice("q1: for tests only");

    private static byte[] LongNotice => PolicyQualifier.UserNotice(new string('x', 1000));

    private static byte[] Statement => PolicyQualifier.Statement("http://pki.test/cps.html");

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void CertificatePolicies(string name) => s_cases[name]();

    private static Hierarchy SamePolicy() => Below.Ca("CA", Policies(P1)).End(Policies(P1));

    private static Hierarchy Middle(string policy) => Below.Ca("CA", Policies(P1)).Ca("sub", Policies(policy)).End(Policies(P1));

    private static Hierarchy Overlapping() =>
        Below.Ca("P1234", Policies(P1, P2, P3, P4)).Ca("P123", Policies(P1, P2, P3)).Ca("P12", Policies(P1, P2)).End(Policies(P1));

    private static Hierarchy Two() => Below.Ca("P12", Policies(P1, P2)).End(Policies(P1, P2));

    private static Hierarchy Three() => Below.Ca("P123", Policies(P1, P2, P3)).End(Policies(P1, P2, P3));

    private static X509Extension Require(int skip) => PolicyConstraints(requireExplicit: skip);

    private static X509Extension Qualified(string policy, byte[] qualifier) => PolicyQualifier.Policies(policy, qualifier);

    // pIssuanceUsage of the end certificate: what it is valid for.
    private static ChainResult Valid(ChainResult result, params string[] policies)
    {
        Assert.Equal(policies, result.Chains[0].Elements[0].IssuancePolicies!.Order(StringComparer.Ordinal));
        return result;
    }

    private static ChainResult ValidForAny(ChainResult result)
    {
        Assert.Null(result.Chains[0].Elements[0].IssuancePolicies);
        return result;
    }
}
