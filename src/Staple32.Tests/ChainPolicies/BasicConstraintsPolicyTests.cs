using System.Security.Cryptography.X509Certificates;
using Staple32.ChainPolicies;
using Staple32.Chains;
using Staple32.Tests.Chains;
using Xunit;

namespace Staple32.Tests.ChainPolicies;

public class BasicConstraintsPolicyTests
{
    private static readonly TestCertificate s_root = TestPki.Root("root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority, s => s.IsAuthority = false);
    private static readonly TestCertificate s_silent = TestPki.Leaf("silent", s_authority);

    private static PolicyVerdict Offends(int element, int chain = 0) => new(PolicyError.BasicConstraints, chain, element);

    [Theory]
    [InlineData(FirstElementRole.Any, true, true)]
    [InlineData(FirstElementRole.EndEntity, true, false)]
    [InlineData(FirstElementRole.Authority, false, true)]
    [InlineData(FirstElementRole.Authority | FirstElementRole.EndEntity, true, true)]
    public void TheFirstElementIsWhatIsExpected(FirstElementRole role, bool endIsGood, bool authorityIsGood)
    {
        Assert.Equal(endIsGood ? PolicyVerdict.Satisfied : Offends(0), Judge(role, s_leaf, s_authority, s_root));
        Assert.Equal(authorityIsGood ? PolicyVerdict.Satisfied : Offends(0), Judge(role, s_authority, s_root));
        Assert.Equal(PolicyVerdict.Satisfied, Judge(role, s_silent, s_authority, s_root));
    }

    [Fact]
    public void OtherFlagsDoNotMatter() => Assert.Equal(PolicyVerdict.Satisfied, Judge((FirstElementRole)0x3FFF_FFFF, s_leaf, s_authority, s_root));

    [Fact]
    public void AllOthersAreAuthoritiesOrSilent()
    {
        Assert.Equal(Offends(1), Judge(0, s_silent, s_leaf, s_authority, s_root));
        Assert.Equal(PolicyVerdict.Satisfied, Judge(0, s_leaf, s_silent, s_authority, s_root));
    }

    [Fact]
    public void ThePathLengthCountsWhatIsBetween()
    {
        TestCertificate root = TestPki.Root("limited", s => s.PathLength = 1);
        TestCertificate upper = TestPki.Authority("upper", root, s => s.PathLength = 0);
        TestCertificate lower = TestPki.Authority("lower", upper);
        TestCertificate underUpper = TestPki.Leaf("leaf", upper), underLower = TestPki.Leaf("leaf", lower);
        Assert.Equal(PolicyVerdict.Satisfied, Judge(0, underUpper, upper, root));
        Assert.Equal(Offends(2), Judge(0, underLower, lower, upper, root));
        Assert.Equal(Offends(3), Judge(0, underLower, lower, TestPki.Authority("middle", root), root));
    }

    [Fact]
    public void SelfIssuedCertificatesDoNotCount()
    {
        TestCertificate root = TestPki.Root("CN=rolled", s => s.PathLength = 0);
        TestCertificate rolled = TestPki.Authority("CN=rolled", root);
        Assert.Equal(PolicyVerdict.Satisfied, Judge(0, TestPki.Leaf("leaf", rolled), rolled, root));
    }

    [Fact]
    public void SignersOfTrustListsAreEndEntities()
    {
        ChainResult chain = MadeChain.Of(Simple(s_leaf, s_authority, s_root), Simple(s_leaf, s_authority), Simple(s_authority, s_root));
        Assert.Equal(Offends(0, chain: 2), BasicConstraintsPolicy.Judge(chain, FirstElementRole.Any));
    }

    [Theory]
    // SEQUENCE { BIT STRING cA | endEntity, INTEGER }
    [InlineData("300403020780", true, false)]
    [InlineData("300403020640", false, true)]
    [InlineData("3004030206C0", true, true)]
    [InlineData("3007030207800201" + "00", true, false)]
    [InlineData("3004030207", false, false)]
    public void TheExtensionOfOldDrafts(string encoded, bool isAuthority, bool isEnd)
    {
        TestCertificate old = TestPki.Leaf("old", s_root, s => s.Extensions.Add(new X509Extension("2.5.29.10", Convert.FromHexString(encoded), critical: false)));
        Assert.Equal(isAuthority ? PolicyVerdict.Satisfied : Offends(0), Judge(FirstElementRole.Authority, old, s_root));
        Assert.Equal(isEnd ? PolicyVerdict.Satisfied : Offends(0), Judge(FirstElementRole.EndEntity, old, s_root));
    }

    [Fact]
    public void AMalformedExtensionIsAnOffence()
    {
        TestCertificate malformed = TestPki.Leaf("malformed", s_root, s => s.Extensions.Add(new X509Extension("2.5.29.19", [0x30, 0x01], critical: true)));
        Assert.Equal(Offends(0), Judge(0, malformed, s_root));
    }

    private static SimpleChain Simple(params TestCertificate[] certificates) =>
        MadeChain.Simple(TrustErrors.None, [.. certificates.Select(c => MadeChain.Element(c))]);

    private static PolicyVerdict Judge(FirstElementRole first, params TestCertificate[] certificates) =>
        BasicConstraintsPolicy.Judge(MadeChain.Good(certificates), first);
}
