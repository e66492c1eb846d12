using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;
using static Staple32.Tests.Chains.TestExtensions;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>
/// PKITS 4.9 to 4.12: policies that are required, mapped, must not be mapped, or are not just any. A mapping that is not
/// allowed is an error of the CA that has it, as Microsoft documents CERT_TRUST_INVALID_POLICY_CONSTRAINTS.
/// </summary>
public sealed class PolicyConstraintsSection
{
    private const string P1 = "2.16.840.1.101.3.2.1.48.1";
    private const string P2 = "2.16.840.1.101.3.2.1.48.2";
    private const string P3 = "2.16.840.1.101.3.2.1.48.3";
    private const string P4 = "2.16.840.1.101.3.2.1.48.4";
    private const string P5 = "2.16.840.1.101.3.2.1.48.5";
    private const string P6 = "2.16.840.1.101.3.2.1.48.6";
    private const string Any = "2.5.29.32.0";
    private const TrustErrors Unfit = TrustErrors.NotValidForUsage;
    private const TrustErrors Bad = TrustErrors.InvalidPolicyConstraints;
    private const TrustErrors NoPolicy = TrustErrors.InvalidPolicyConstraints | TrustErrors.NoIssuanceChainPolicy;

    private static readonly Cases s_required = new()
    {
        { "4.9.1 after ten certificates", () => Below.Ca("CA10", Require(10)).Ca("sub").Ca("subsub").Ca("subsubsub").End().IsFine() },
        { "4.9.2 after five certificates", () => Below.Ca("CA5", Require(5)).Ca("sub").Ca("subsub").Ca("subsubsub").End().IsFine() },
        { "4.9.3 after four certificates", () => Below.Ca("CA4", Require(4)).Ca("sub").Ca("subsub").Ca("subsubsub").End().FailsAtEnd(NoPolicy) },
        { "4.9.4 at once, and all have it", () => Below.Ca("CA0", Policies(P1), Require(0)).Ca("sub", Policies(P1)).Ca("subsub", Policies(P1)).End(Policies(P1)).IsFine() },
        { "4.9.5 sooner by a lower CA", () => Below.Ca("CA7", Require(7)).Ca("sub2", Require(2)).Ca("subsub4", Require(4)).Ca("subsubsub").End().FailsAtEnd(NoPolicy) },
        { "4.9.6 self-issued certificates do not count", () => Below.Ca("CA2", Require(2)).SelfIssued(Require(2)).End().IsFine() },
        { "4.9.7 a CA below a self-issued certificate does", () => Below.Ca("CA2", Require(2)).SelfIssued(Require(2)).Ca("sub").End().FailsAtEnd(NoPolicy) },
        { "4.9.8 self-issued certificates on two levels", () => Below.Ca("CA2", Require(2)).SelfIssued(Require(2)).Ca("sub").SelfIssued(_ => { }).End().FailsAtEnd(NoPolicy) },
        { "at once by the end certificate itself", () => Below.Ca("CA").End(Require(0)).FailsAtEnd(NoPolicy) },
        { "at once by the end certificate, which has it", () => Below.Ca("CA", Policies(P1)).End(Policies(P1), Require(0)).IsFine() },
        { "at once, and a CA has none", () => Below.Ca("CA0", Policies(P1), Require(0)).Ca("sub").End(Policies(P1)).Has(NoPolicy, Bad, Fine, Fine) },
    };

    private static readonly Cases s_mapped = new()
    {
        { "4.10.1 mapped, the name above wanted", () => Mapped12().End(Policies(P2)).IsFine(P1) },
        { "4.10.1 mapped, the name below wanted", () => Mapped12().End(Policies(P2)).FailsAtEnd(Unfit, P2) },
        { "4.10.2 mapped away, and the end keeps the old name", () => Mapped12().End(Policies(P1)).FailsAtEnd(NoPolicy) },
        { "4.10.3 one of two is mapped, the other wanted", () => OneOfTwo().End(Policies(P2)).IsFine(P2) },
        { "4.10.3 one of two is mapped and not carried on", () => OneOfTwo().End(Policies(P2)).FailsAtEnd(Unfit, P1) },
        { "4.10.4 mapped to a name that nobody below has", () => Mapped12(Require(0)).Ca("sub", Policies(P5)).End(Policies(P5)).Has(NoPolicy, Bad, Fine, Fine) },
        { "4.10.5 mapped to several names", () => Below.Ca("CA", Policies(P1), Mappings((P1, P2), (P1, P3), (P1, P4))).End(Policies(P3)).IsFine(P1) },
        { "4.10.5 mapped to several names, and none of them is wanted", () => Below.Ca("CA", Policies(P1), Mappings((P1, P2), (P1, P3), (P1, P4))).End(Policies(P3)).FailsAtEnd(Unfit, P6) },
        { "4.10.6 two policies mapped to one name", () => Below.Ca("CA", Policies(P1, P2), Mappings((P1, P3), (P2, P3))).End(Policies(P3)).IsFine(P2) },
        { "4.10.6 two policies mapped to one name, and a third is wanted", () => Below.Ca("CA", Policies(P1, P2), Mappings((P1, P3), (P2, P3))).End(Policies(P3)).FailsAtEnd(Unfit, P6) },
        { "4.10.7 anyPolicy must not be mapped", () => Below.Ca("CA", Policies(P1, Any), Mappings((Any, P1))).End(Policies(P1)).Has(Fine, Bad, Fine) },
        { "4.10.8 nothing may be mapped to anyPolicy", () => Below.Ca("CA", Policies(P1), Mappings((P1, Any))).End(Policies(P1)).Has(Fine, Bad, Fine) },
        { "4.10.9 mapped by a CA with anyPolicy", () => Below.Ca("CA", Policies(Any), Mappings((P1, P2))).End(Policies(P2)).IsFine(P1) },
        { "4.10.10 mapped by a lower CA with anyPolicy, and the end keeps the old name", () =>
            Below.Ca("CA", Policies(P1), Require(0)).Ca("sub", Policies(Any), Mappings((P1, P2))).End(Policies(P1)).FailsAtEnd(NoPolicy) },
        { "4.10.11 mapped by a lower CA with anyPolicy", () => Below.Ca("CA", Policies(P1), Require(0)).Ca("sub", Policies(Any), Mappings((P1, P2))).End(Policies(P2)).IsFine(P1) },
        { "4.10.12 one mapped, the other by anyPolicy: the mapped one", () => Below.Ca("CA", Policies(P1, P2), Mappings((P1, P3))).End(Policies(P3, Any)).IsFine(P1) },
        { "4.10.12 one mapped, the other by anyPolicy: the other", () => Below.Ca("CA", Policies(P1, P2), Mappings((P1, P3))).End(Policies(P3, Any)).IsFine(P2) },
        { "4.10.13 mapped beside anyPolicy", () => Below.Ca("CA", Policies(P1, Any), Mappings((P1, P2))).End(Policies(P2)).IsFine(P1) },
        { "4.10.14 mapped beside anyPolicy, and the end keeps the old name", () => Below.Ca("CA", Policies(P1, Any), Mappings((P1, P2))).End(Policies(P1)).IsFine(P1) },
        { "mapped twice in a row", () => Below.Ca("CA", Policies(P1), Mappings((P1, P2))).Ca("sub", Policies(P2), Mappings((P2, P3))).End(Policies(P3)).IsFine(P1) },
        { "mapped there and back", () => Below.Ca("CA", Policies(P1), Mappings((P1, P2))).Ca("sub", Policies(P2), Mappings((P2, P1))).End(Policies(P1)).IsFine(P1) },
        { "exchanged", () => Below.Ca("CA", Policies(P1, P2), Mappings((P1, P2), (P2, P1))).End(Policies(P1)).IsFine(P2) },
        { "exchanged, and the other name wanted", () => Below.Ca("CA", Policies(P1, P2), Mappings((P1, P2), (P2, P1))).End(Policies(P1)).FailsAtEnd(Unfit, P1) },
    };

    private static readonly Cases s_inhibited = new()
    {
        { "4.11.1 at once", () => Below.Ca("CA0", Policies(P1), Inhibit(0)).Ca("sub", Policies(P1), Mappings((P1, P2))).End(Policies(P2)).Has(NoPolicy, Bad, Fine, Fine) },
        { "4.11.2 after one more certificate", () => Inhibit1().Ca("sub", Policies(P1, P2), Mappings((P1, P3), (P2, P4))).End(Policies(P3)).IsFine(P1) },
        { "4.11.3 a second mapping is one too many", () => Inhibit1().Ca("sub", Policies(P1, P2), Mappings((P1, P3), (P2, P4))).Ca("subsub", Policies(P3, P4), Mappings((P3, P5))).End(Policies(P5))
            .Has(NoPolicy, Bad, Fine, Fine, Fine) },
        { "4.11.4 the second CA does not map", () => Inhibit1().Ca("sub", Policies(P1, P2), Mappings((P1, P3), (P2, P4))).Ca("subsub", Policies(P3, P4)).End(Policies(P3)).IsFine(P1) },
        { "4.11.5 sooner by a lower CA", () => Below.Ca("CA5", Policies(P1), Inhibit(5)).Ca("sub1", Policies(P1), Inhibit(1)).Ca("subsub", Policies(P1))
            .Ca("subsubsub", Policies(P1), Mappings((P1, P2))).End(Policies(P2)).Has(NoPolicy, Bad, Fine, Fine, Fine, Fine) },
        { "4.11.6 not later by a lower CA", () => Inhibit1().Ca("sub5", Policies(P1, P2), Inhibit(5)).Ca("subsub", Policies(P1, P2), Mappings((P1, P3))).End(Policies(P3)).Has(NoPolicy, Bad, Fine, Fine, Fine) },
        { "4.11.7 self-issued certificates do not count", () => Inhibit1().SelfIssued(Policies(P1)).Ca("sub", Policies(P1), Mappings((P1, P2))).End(Policies(P2)).IsFine(P1) },
        { "4.11.8 CAs below a self-issued certificate do", () => Inhibit1().SelfIssued(Policies(P1)).Ca("sub", Policies(P1), Mappings((P1, P2))).Ca("subsub", Policies(P2), Mappings((P2, P3)))
            .End(Policies(P3)).Has(NoPolicy, Bad, Fine, Fine, Fine, Fine) },
        { "4.11.9 mapped by a CA that is one too deep", () => Inhibit1().SelfIssued(Policies(P1)).Ca("sub", Policies(P1)).Ca("subsub", Policies(P1), Mappings((P1, P2)))
            .End(Policies(P2)).Has(NoPolicy, Bad, Fine, Fine, Fine, Fine) },
        { "4.11.10 a self-issued certificate that maps too late", () => Inhibit1().Ca("sub", Policies(P1)).SelfIssued(Policies(P1), Mappings((P1, P2))).End(Policies(P2)).Has(NoPolicy, Bad, Fine, Fine, Fine) },
        { "4.11.11 a self-issued certificate that maps too late, and the old name at the end", () =>
            Inhibit1().Ca("sub", Policies(P1, P2)).SelfIssued(Policies(P1, P2), Mappings((P1, P3))).End(Policies(P1)).Has(NoPolicy, Bad, Fine, Fine, Fine) },
        { "what is not mapped stays", () => Inhibit1().Ca("sub", Policies(P1, P2)).Ca("subsub", Policies(P1, P2), Mappings((P1, P3))).End(Policies(P2)).HasFor([P2], Fine, Bad, Fine, Fine, Fine) },
    };

    private static readonly Cases s_any = new()
    {
        { "4.12.1 no longer accepted at once", () => Below.Ca("CA0", Policies(P1), Require(0), InhibitAny(0)).End(Policies(Any)).FailsAtEnd(NoPolicy) },
        { "4.12.2 no longer accepted, and not needed", () => Below.Ca("CA0", Policies(P1), Require(0), InhibitAny(0)).End(Policies(P1, Any)).IsFine(P1) },
        { "4.12.3 accepted in one more certificate", () => Any1().Ca("sub", Policies(Any)).End(Policies(P1)).IsFine(P1) },
        { "4.12.3 accepted in one more certificate, and another is wanted", () => Any1().Ca("sub", Policies(Any)).End(Policies(P1)).FailsAtEnd(Unfit, P2) },
        { "4.12.4 one too many", () => Any1().Ca("sub", Policies(Any)).End(Policies(Any)).FailsAtEnd(NoPolicy) },
        { "4.12.5 sooner by a lower CA", () => Below.Ca("CA5", Policies(P1), Require(0), InhibitAny(5)).Ca("sub1", Policies(P1), InhibitAny(1)).Ca("subsub", Policies(Any)).End(Policies(Any)).FailsAtEnd(NoPolicy) },
        { "4.12.6 not later by a lower CA", () => Any1().Ca("sub5", Policies(P1), InhibitAny(5)).End(Policies(Any)).FailsAtEnd(NoPolicy) },
        { "4.12.7 self-issued certificates do not count", () => Any1().SelfIssued(Policies(Any)).Ca("sub", Policies(Any)).End(Policies(P1)).IsFine(P1) },
        { "4.12.8 CAs below a self-issued certificate do", () => Any1().SelfIssued(Policies(Any)).Ca("sub", Policies(Any)).Ca("subsub", Policies(Any)).End(Policies(P1)).Has(NoPolicy, Bad, Fine, Fine, Fine, Fine) },
        { "4.12.9 self-issued certificates on two levels", () => Any1().SelfIssued(Policies(Any)).Ca("sub", Policies(Any)).SelfIssued(Policies(Any)).End(Policies(P1)).IsFine(P1) },
        { "4.12.10 a self-issued certificate does not lift it for the end", () => Any1().SelfIssued(Policies(Any)).Ca("sub", Policies(Any)).End(Policies(Any)).FailsAtEnd(NoPolicy) },
    };

    public static TheoryData<string> Required => s_required.Names;

    public static TheoryData<string> Mapped => s_mapped.Names;

    public static TheoryData<string> Inhibited => s_inhibited.Names;

    public static TheoryData<string> AnyPolicies => s_any.Names;

    [Theory]
    [MemberData(nameof(Required))]
    public void RequireExplicitPolicy(string name) => s_required[name]();

    [Theory]
    [MemberData(nameof(Mapped))]
    public void PolicyMappings(string name) => s_mapped[name]();

    [Theory]
    [MemberData(nameof(Inhibited))]
    public void InhibitPolicyMapping(string name) => s_inhibited[name]();

    [Theory]
    [MemberData(nameof(AnyPolicies))]
    public void InhibitAnyPolicy(string name) => s_any[name]();

    private static Hierarchy Mapped12(params X509Extension[] more) =>
        Below.Ca("CA", [Policies(P1), Mappings((P1, P2)), more.Length == 0 ? Require(0) : more[0]]);

    private static Hierarchy OneOfTwo() => Below.Ca("CA", Policies(P1, P2), Mappings((P1, P3))).Ca("sub", Policies(P2, P4));

    private static Hierarchy Inhibit1() => Below.Ca("CA1", Policies(P1, P2), PolicyConstraints(requireExplicit: 0, inhibitMapping: 1));

    private static Hierarchy Any1() => Below.Ca("CA1", Policies(P1), Require(0), InhibitAny(1));

    private static X509Extension Require(int skip) => PolicyConstraints(requireExplicit: skip);

    private static X509Extension Inhibit(int skip) => PolicyConstraints(requireExplicit: 0, inhibitMapping: skip);
}
