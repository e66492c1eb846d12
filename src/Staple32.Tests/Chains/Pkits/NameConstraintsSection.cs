using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;
using static Staple32.Tests.Chains.TestExtensions;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>PKITS 4.13: name constraints. The root is above all of them; a violation stands on the certificate whose name it is.</summary>
public sealed class NameConstraintsSection
{
    private const string Tree1 = "dir:OU=permittedSubtree1,O=Test Certificates,C=US";
    private const string Tree2 = "dir:OU=permittedSubtree2,O=Test Certificates,C=US";
    private const string Lost1 = "dir:OU=excludedSubtree1,O=Test Certificates,C=US";
    private const string Lost2 = "dir:OU=excludedSubtree2,O=Test Certificates,C=US";
    private const TrustErrors NotPermitted = TrustErrors.HasNotPermittedNameConstraint;
    private const TrustErrors Excluded = TrustErrors.HasExcludedNameConstraint;

    private static readonly Cases s_cases = new()
    {
        { "4.13.1 a directory name inside", () => Dn1().End(In("permittedSubtree1")).IsFine() },
        { "4.13.2 a directory name outside", () => Dn1().End(In("elsewhere")).FailsAtEnd(NotPermitted) },
        { "4.13.3 an alternative directory name outside", () => Dn1().End(In("permittedSubtree1", "dir:CN=end,OU=excludedSubtree1,O=Test Certificates,C=US")).FailsAtEnd(NotPermitted) },
        { "4.13.4 an alternative directory name inside", () => Dn1().End(In("permittedSubtree1", "dir:CN=other,OU=permittedSubtree1,O=Test Certificates,C=US")).IsFine() },
        { "4.13.5 one of two that are permitted", () => Permitting(Tree1, Tree2).End(In("permittedSubtree2")).IsFine() },
        { "4.13.6 not in what is excluded", () => Excluding(Lost1).End(In("permittedSubtree1")).IsFine() },
        { "4.13.7 in what is excluded", () => Excluding(Lost1).End(In("excludedSubtree1")).FailsAtEnd(Excluded) },
        { "4.13.8 in the first of two that are excluded", () => Excluding(Lost1, Lost2).End(In("excludedSubtree1")).FailsAtEnd(Excluded) },
        { "4.13.9 in the second of two that are excluded", () => Excluding(Lost1, Lost2).End(In("excludedSubtree2")).FailsAtEnd(Excluded) },
        { "4.13.10 excluded within what is permitted", () => Dn5().End(In2("permittedSubtree1", "excludedSubtree1")).FailsAtEnd(Excluded) },
        { "4.13.11 permitted beside what is excluded", () => Dn5().End(In2("permittedSubtree1", "elsewhere")).IsFine() },
        { "4.13.12 outside of what a lower CA permits", () => Dn1().Ca("sub", Sub("permittedSubtree1", NameConstraints(["dir:OU=sub1,OU=permittedSubtree1,O=Test Certificates,C=US"]))).End(In("permittedSubtree1"))
            .FailsAtEnd(NotPermitted) },
        { "4.13.13 inside of what a lower CA permits, outside of the upper", () => Dn1().Ca("sub", Sub("permittedSubtree1", NameConstraints([Tree2]))).End(In("permittedSubtree2")).FailsAtEnd(NotPermitted) },
        { "4.13.14 an empty name is subject to nothing", () => Dn1().Ca("sub", Sub("permittedSubtree1", NameConstraints([Tree2]))).End(s =>
            {
                s.EncodedName = [0x30, 0];
                s.Extensions.Add(AlternativeNames("dns:host.test"));
            }).IsFine() },
        { "4.13.15 excluded by a lower CA", () => Excluding(Lost1).Ca("sub", Sub("permittedSubtree1", NameConstraints(excluded: [Lost2]))).End(In("excludedSubtree2")).FailsAtEnd(Excluded) },
        { "4.13.16 excluded by the upper CA", () => Excluding(Lost1).Ca("sub", Sub("permittedSubtree1", NameConstraints(excluded: [Lost2]))).End(In("excludedSubtree1")).FailsAtEnd(Excluded) },
        { "4.13.17 a lower CA permits what the upper excludes", () => Excluding(Lost1).Ca("sub", Sub("permittedSubtree1", NameConstraints([Lost1]))).End(In("excludedSubtree1")).FailsAtEnd(Excluded) },
        { "4.13.18 a lower CA permits what the upper does not exclude", () => Excluding(Lost1).Ca("sub", Sub("permittedSubtree1", NameConstraints([Tree1]))).End(In("permittedSubtree1")).IsFine() },
        { "4.13.19 self-issued CA certificates are not held to them", () => Dn1().SelfIssued(_ => { }).End(In("permittedSubtree1")).IsFine() },
        { "4.13.20 a self-issued end certificate is", () => Dn1().SelfIssued(_ => { }).FailsAtEnd(NotPermitted) },
        { "4.13.21 a mailbox below a permitted domain", () => Permitting("mail:.testcertificates.gov").End(Named("mail:a@mail.testcertificates.gov")).IsFine() },
        { "4.13.22 a mailbox on a host that is not below", () => Permitting("mail:.testcertificates.gov").End(Named("mail:a@testcertificates.gov")).FailsAtEnd(NotPermitted) },
        { "4.13.23 a mailbox on a permitted host", () => Permitting("mail:testcertificates.gov").End(Named("mail:a@testcertificates.gov")).IsFine() },
        { "4.13.24 a mailbox on another host", () => Permitting("mail:testcertificates.gov").End(Named("mail:a@mail.testcertificates.gov")).FailsAtEnd(NotPermitted) },
        { "4.13.25 a mailbox beside an excluded host", () => Excluding("mail:testcertificates.gov").End(Named("mail:a@mail.testcertificates.gov")).IsFine() },
        { "4.13.26 a mailbox on an excluded host", () => Excluding("mail:testcertificates.gov").End(Named("mail:a@testcertificates.gov")).FailsAtEnd(Excluded) },
        { "4.13.27 directory name and mailbox inside", () => DnAndMail().End(In("permittedSubtree1", "mail:a@testcertificates.gov")).IsFine() },
        { "4.13.28 the mailbox outside", () => DnAndMail().End(In("permittedSubtree1", "mail:a@elsewhere.gov")).FailsAtEnd(NotPermitted) },
        { "4.13.29 the mailbox outside, in the subject", () => DnAndMail().End(WithMailInSubject("a@elsewhere.gov")).FailsAtEnd(NotPermitted) },
        { "the mailbox inside, in the subject", () => DnAndMail().End(WithMailInSubject("a@testcertificates.gov")).IsFine() },
        { "4.13.30 a host in a permitted domain", () => Permitting("dns:testcertificates.gov").End(Named("dns:www.testcertificates.gov")).IsFine() },
        { "4.13.31 a host outside", () => Permitting("dns:testcertificates.gov").End(Named("dns:www.elsewhere.gov")).FailsAtEnd(NotPermitted) },
        { "4.13.32 a host beside an excluded domain", () => Excluding("dns:invalidcertificates.gov").End(Named("dns:www.testcertificates.gov")).IsFine() },
        { "4.13.33 a host in an excluded domain", () => Excluding("dns:invalidcertificates.gov").End(Named("dns:www.invalidcertificates.gov")).FailsAtEnd(Excluded) },
        { "4.13.34 a URI's host in a permitted domain", () => Permitting("uri:.testcertificates.gov").End(Named("uri:http://www.testcertificates.gov/index.html")).IsFine() },
        { "4.13.35 a URI's host outside", () => Permitting("uri:.testcertificates.gov").End(Named("uri:http://testcertificates.gov/index.html")).FailsAtEnd(NotPermitted) },
        { "4.13.36 a URI's host that is not excluded", () => Excluding("uri:invalidcertificates.gov").End(Named("uri:http://www.invalidcertificates.gov/index.html")).IsFine() },
        { "4.13.37 a URI's host that is excluded", () => Excluding("uri:invalidcertificates.gov").End(Named("uri:ftp://invalidcertificates.gov:21/test37/")).FailsAtEnd(Excluded) },
        { "4.13.38 a host whose name only ends alike", () => Permitting("dns:testcertificates.gov").End(Named("dns:mytestcertificates.gov")).FailsAtEnd(NotPermitted) },
        { "an address in a permitted network", () => Permitting("ip:0A000000FF000000").End(Named("ip:0A010203")).IsFine() },
        { "an address outside", () => Permitting("ip:0A000000FF000000").End(Named("ip:0B010203")).FailsAtEnd(NotPermitted) },
        { "an IPv6 address where IPv4 is permitted", () => Permitting("ip:0A000000FF000000").End(Named("ip:20010DB8000000000000000000000001")).FailsAtEnd(NotPermitted) },
        { "an address in an excluded network", () => Excluding("ip:20010DB8000000000000000000000000FFFFFFFF000000000000000000000000").End(Named("ip:20010DB8000000000000000000000001")).FailsAtEnd(Excluded) },
        { "a CA outside is at fault, the end certificate inside is not", () => Dn1().Ca("sub", Sub("elsewhere")).End(In("permittedSubtree1")).Has(Fine, NotPermitted, Fine, Fine) },
        { "kinds of name that no constraint is about are free", () => Permitting("dns:testcertificates.gov").End(Named("mail:a@elsewhere.gov", "uri:http://elsewhere.gov/")).IsFine() },
    };

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Constraints(string name) => s_cases[name]();

    private static Hierarchy Permitting(params string[] permitted) => Below.Ca("nameConstraints CA", NameConstraints(permitted));

    private static Hierarchy Excluding(params string[] excluded) => Below.Ca("nameConstraints CA", NameConstraints(excluded: excluded));

    private static Hierarchy Dn1() => Permitting(Tree1);

    private static Hierarchy Dn5() =>
        Below.Ca("nameConstraints CA", NameConstraints([Tree1], ["dir:OU=excludedSubtree1,OU=permittedSubtree1,O=Test Certificates,C=US"]));

    private static Hierarchy DnAndMail() => Dn1().Ca("sub", Sub("permittedSubtree1", NameConstraints(["mail:testcertificates.gov"])));

    private static Action<Spec> In(string unit, params string[] alternatives) => s =>
    {
        s.EncodedName = TestName.Nist("end", unit);
        if (alternatives.Length > 0)
            s.Extensions.Add(AlternativeNames(alternatives));
    };

    private static Action<Spec> In2(string unit, string lower) => s => s.EncodedName = TestName.Nist("end", unit, lower);

    private static Action<Spec> Sub(string unit, params X509Extension[] extensions) => s =>
    {
        s.EncodedName = TestName.Nist("sub", unit);
        s.Extensions.AddRange(extensions);
    };

    private static Action<Spec> Named(params string[] alternatives) => s => s.Extensions.Add(AlternativeNames(alternatives));

    private static Action<Spec> WithMailInSubject(string address) => s => s.EncodedName = TestName.Of(
        TestName.Printable(TestName.Country, "US"),
        TestName.Printable(TestName.Organization, "Test Certificates"),
        TestName.Printable(TestName.OrganizationalUnit, "permittedSubtree1"),
        TestName.Printable(TestName.CommonName, "end"),
        ("1.2.840.113549.1.9.1", System.Formats.Asn1.UniversalTagNumber.IA5String, address));
}
