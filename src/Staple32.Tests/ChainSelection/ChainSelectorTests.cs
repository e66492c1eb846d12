using System.Security.Cryptography.X509Certificates;
using System.Text;
using Staple32.Certificates.Names;
using Staple32.Chains;
using Staple32.ChainSelection;
using Staple32.Stores;
using Staple32.Tests.ChainPolicies;
using Staple32.Tests.Chains;
using Xunit;

namespace Staple32.Tests.ChainSelection;

public class ChainSelectorTests
{
    private static readonly TestCertificate s_root = TestPki.Root("root");
    private static readonly TestCertificate s_leaf = TestPki.Leaf("CN=leaf, O=Example", s_root);

    [Theory]
    // KeyUsage: digitalSignature; keyEncipherment; both; none at all.
    [InlineData("03020780", true)]
    [InlineData("03020520", false)]
    [InlineData("030205A0", false)]
    [InlineData("030100", true)]
    [InlineData("0303078000", true)]
    [InlineData("0500", false)]
    public void AllWaysToUseTheKeyMustBeAllowed(string value, bool isSelected)
    {
        var criterion = SelectionCriterion.ByKeyUsage([Convert.FromHexString(value)]);
        Assert.Equal(isSelected, criterion.MaySatisfy(new StoredCertificate(s_leaf.Certificate)));
    }

    [Fact]
    public void WithoutTheExtensionAnyUseIsAllowed()
    {
        TestCertificate silent = TestPki.Leaf("silent", s_root, s => s.KeyUsage = null);
        Assert.True(SelectionCriterion.ByKeyUsage([Convert.FromHexString("030205A0")]).MaySatisfy(new StoredCertificate(silent.Certificate)));
    }

    [Fact]
    public void ThePoliciesAreThoseThatAreLeftInTheChain()
    {
        ChainResult any = MadeChain.Good(s_leaf);
        ChainResult one = Policies("1.2.3"), none = Policies();
        var criterion = SelectionCriterion.ByPolicy(["1.2.4", "1.2.3"]);
        Assert.True(criterion.IsSatisfiedBy(any));
        Assert.True(criterion.IsSatisfiedBy(one));
        Assert.False(criterion.IsSatisfiedBy(none));
        Assert.False(SelectionCriterion.ByPolicy(["1.2.4"]).IsSatisfiedBy(one));
    }

    [Fact]
    public void AttributesOfTheSubjectAndOfTheIssuer()
    {
        var leaf = new StoredCertificate(s_leaf.Certificate);
        Assert.True(SelectionCriterion.ByAttributes([[Named("2.5.4.10", "EXAMPLE"), Named("2.5.4.3", "leaf")]], isOfIssuer: false).MaySatisfy(leaf));
        Assert.False(SelectionCriterion.ByAttributes([[Named("2.5.4.10", "Example"), Named("2.5.4.3", "other")]], isOfIssuer: false).MaySatisfy(leaf));
        Assert.True(SelectionCriterion.ByAttributes([[Named("2.5.4.3", "other")], [Named("2.5.4.3", "root")]], isOfIssuer: true).MaySatisfy(leaf));
    }

    [Fact]
    public void OfSeveralForTheSameSubjectTheMostRecentIsSelected()
    {
        TestCertificate older = Of("same", -200), newer = Of("same", -100), other = Of("other", -300);
        Assert.Equal([newer, other], Select(older, newer, other));
        Assert.Equal([newer, other], Select(newer, older, other));
        Assert.Equal([newer, older, other], Select([older, newer, other], SelectionOptions.AllowDuplicates));
    }

    [Fact]
    public void OtherNamesOrAnotherTemplateMakeAnotherCertificate()
    {
        TestCertificate plain = Of("same", -100);
        TestCertificate named = Of("same", -200, TestExtensions.AlternativeNames("dns:example.com"));
        TestCertificate template1 = Of("same", -300, new X509Extension("1.3.6.1.4.1.311.20.2", [0x1E, 0x02, 0x00, 0x41], false));
        TestCertificate template2 = Of("same", -400, new X509Extension("1.3.6.1.4.1.311.21.7", [0x30, 0x03, 0x06, 0x01, 0x2A], false));
        Assert.Equal([plain, named, template1, template2], Select(plain, named, template1, template2));
    }

    [Fact]
    public void WhatCannotBeWantedIsNotBuilt()
    {
        Assert.Empty(ChainSelector.Select(
            [new StoredCertificate(s_leaf.Certificate)],
            SelectionOptions.None,
            [SelectionCriterion.ByPurpose(["1.2.3"]), SelectionCriterion.Unsatisfiable],
            TestPki.Now,
            _ => throw new InvalidOperationException("built")));
    }

    [Theory]
    [InlineData(TrustErrors.UntrustedRoot)]
    [InlineData(TrustErrors.PartialChain)]
    [InlineData(TrustErrors.NotTimeValid)]
    [InlineData(TrustErrors.InvalidPolicyConstraints)]
    [InlineData(TrustErrors.InvalidBasicConstraints)]
    [InlineData(TrustErrors.InvalidNameConstraints)]
    public void WhatATrustedRootLeavesOut(TrustErrors errors)
    {
        ChainResult Build(StoredCertificate end) => MadeChain.Of(MadeChain.SimpleOf(errors, TrustErrors.None));
        IReadOnlyList<StoredCertificate> leaf = [new StoredCertificate(s_leaf.Certificate)];
        Assert.Single(ChainSelector.Select(leaf, SelectionOptions.None, [], TestPki.Now, Build));
        Assert.Empty(ChainSelector.Select(leaf, SelectionOptions.TrustedRoot, [], TestPki.Now, Build));
    }

    private static TestCertificate Of(string name, int days, params X509Extension[] extensions) => TestPki.Leaf(name, s_root, s =>
    {
        s.NotBefore = TestPki.Now.AddDays(days);
        s.Extensions.AddRange(extensions);
    });

    private static IReadOnlyList<TestCertificate> Select(params TestCertificate[] certificates) => Select(certificates, SelectionOptions.None);

    private static IReadOnlyList<TestCertificate> Select(TestCertificate[] certificates, SelectionOptions options)
    {
        IReadOnlyList<ChainResult> selected = ChainSelector.Select(
            [.. certificates.Select(c => new StoredCertificate(c.Certificate))], options, [], TestPki.Now, end => MadeChain.Of(MadeChain.Simple(TrustErrors.None, new ChainElement(end, default, null, null))));
        return [.. selected.Select(chain => certificates.Single(c => ReferenceEquals(c.Certificate, chain.Chains[0].Elements[0].Certificate.Certificate)))];
    }

    private static ChainResult Policies(params string[] policies) =>
        MadeChain.Of(MadeChain.Simple(TrustErrors.None, new ChainElement(new StoredCertificate(s_leaf.Certificate), default, null, policies)));

    private static SoughtValue Named(string oid, string value) => new(oid, RdnValueType.Any, Encoding.Unicode.GetBytes(value));
}
