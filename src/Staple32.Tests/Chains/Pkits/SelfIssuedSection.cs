using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;
using static Staple32.Tests.Chains.TestExtensions;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>PKITS 4.5 as far as it is not about revocation: a CA's keys that certify each other (RFC 4210 section 4.4).</summary>
public sealed class SelfIssuedSection
{
    private const TrustInfo Rollover = Case.ByKey | TrustInfo.IsKeyRollover;

    private static readonly Cases s_cases = new()
    {
        { "4.5.1 the old key certified with the new one", () => Below.Ca("CA").SelfIssued().End().IsFine().HasInfo(Case.ByKey, Rollover, Case.ByKey, Case.RootByName) },
        { "4.5.3 the new key certified with the old one", NewWithOld },
        { "4.5.4 both directions at once", BothDirections },
        { "three keys in a row", () => Below.Ca("CA").SelfIssued().SelfIssued().End().IsFine().HasInfo(Case.ByKey, Rollover, Rollover, Case.ByKey, Case.RootByName) },
        { "a root's new key certified with its old one", RootRollover },
        { "a root's old key certified with its new one", RootRolloverBackwards },
        { "a self-issued end certificate", () => Below.Ca("CA").SelfIssued(s => s.IsAuthority = false).IsFine() },
        { "the new key's certificate has a wrong signature", () => Below.Ca("CA").SelfIssued().Changed(TestPki.WithBrokenSignature).End().Has(Fine, TrustErrors.NotSignatureValid, Fine, Fine) },
        { "the new key's certificate is no CA's", () => Below.Ca("CA").SelfIssued(s => s.IsAuthority = false).End().Has(Fine, TrustErrors.InvalidBasicConstraints, Fine, Fine) },
        { "the new key's certificate has expired", () => Below.Ca("CA").SelfIssued(s => s.NotAfter = TestPki.Now.AddDays(-1)).End().Has(Fine, TrustErrors.NotTimeValid, Fine, Fine) },
        { "policies pass through", () => Below.Ca("CA", Policies("1.2.3")).SelfIssued(Policies("1.2.3")).End(Policies("1.2.3")).IsFine("1.2.3") },
    };

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void SelfIssuedCertificates(string name) => s_cases[name]();

    // The anchor knows the old key; what is checked was signed with the new one, and no key identifier says which.
    private static ChainResult NewWithOld() =>
        Below.Ca("CA", s => s.HasSubjectKeyIdentifier = false)
            .SelfIssued(s => s.HasSubjectKeyIdentifier = false).End(s => s.Pointer = Pointer.None).IsFine();

    private static ChainResult BothDirections()
    {
        Hierarchy line = Below.Ca("CA");
        TestCertificate old = line.Last;
        TestCertificate renewed = line.SelfIssued().Last;
        TestCertificate oldWithNew = TestPki.Authority("CA", renewed, s => { s.EncodedName = TestName.Nist("CA"); s.Key = old.Key; });
        return line.End().Beside(oldWithNew).IsFine();
    }

    private static ChainResult RootRollover()
    {
        TestCertificate old = TestPki.Root("Root");
        TestCertificate renewed = TestPki.Root("Root");
        TestCertificate newWithOld = TestPki.Authority("Root", old, s => s.Key = renewed.Key);
        TestCertificate leaf = TestPki.Leaf("leaf", renewed);
        Case.Trusting(renewed).With(newWithOld, old).Build(leaf).Has((leaf, Fine), (renewed, Fine)).Sums(Fine);
        return Case.Trusting(old).With(newWithOld, renewed).Build(leaf).Has((leaf, Fine), (newWithOld, Fine), (old, Fine)).Sums(Fine);
    }

    private static ChainResult RootRolloverBackwards()
    {
        TestCertificate old = TestPki.Root("Root");
        TestCertificate renewed = TestPki.Root("Root");
        TestCertificate oldWithNew = TestPki.Authority("Root", renewed, s => s.Key = old.Key);
        TestCertificate leaf = TestPki.Leaf("leaf", old);
        return Case.Trusting(renewed).With(oldWithNew, old).Build(leaf).Has((leaf, Fine), (oldWithNew, Fine), (renewed, Fine)).Sums(Fine);
    }
}
