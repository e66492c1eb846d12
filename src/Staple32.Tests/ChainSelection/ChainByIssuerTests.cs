using Staple32.Chains;
using Staple32.ChainSelection;
using Staple32.Stores;
using Staple32.Tests.ChainPolicies;
using Staple32.Tests.Chains;
using Xunit;

namespace Staple32.Tests.ChainSelection;

public class ChainByIssuerTests
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private static readonly TestCertificate s_root = TestPki.Root("root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority, s => s.Usages = [ClientAuth]);

    [Fact]
    public void ThePlaceIsThatOfTheIssuerWhichMayBeMissing()
    {
        ChainResult chain = MadeChain.Good(s_leaf, s_authority);
        Assert.Equal(new IssuerPlace(0, 1), Sought(s_authority).FindIssuer(chain));
        Assert.Equal(new IssuerPlace(0, 2), Sought(s_root).FindIssuer(chain));
        Assert.Equal(new IssuerPlace(0, 1), Sought(s_root, s_authority).FindIssuer(chain));
        Assert.Null(Sought(s_leaf).FindIssuer(chain));
        Assert.Null(Sought().FindIssuer(chain));
    }

    [Fact]
    public void OtherSimpleChainsCountIfAskedFor()
    {
        TestCertificate elsewhere = TestPki.Root("elsewhere");
        ChainResult chain = MadeChain.Of(
            MadeChain.Simple(TrustErrors.None, MadeChain.Element(s_leaf), MadeChain.Element(s_authority)),
            MadeChain.Simple(TrustErrors.None, MadeChain.Element(elsewhere)));
        Assert.Null(Sought(elsewhere).FindIssuer(chain));
        var everywhere = new ChainByIssuer { Issuers = [elsewhere.Certificate.Subject], LooksInAllChains = true };
        Assert.Equal(new IssuerPlace(1, 1), everywhere.FindIssuer(chain));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(ClientAuth, true)]
    [InlineData("1.3.6.1.5.5.7.3.1", false)]
    public void ThePurposeIsTheEndCertificates(string? purpose, bool isCandidate)
    {
        var search = new ChainByIssuer { Purpose = purpose };
        Assert.Equal(isCandidate, search.IsCandidate(new StoredCertificate(s_leaf.Certificate)));
        Assert.True(search.IsCandidate(new StoredCertificate(s_authority.Certificate)));
    }

    private static ChainByIssuer Sought(params TestCertificate[] issuers) =>
        new() { Issuers = [.. issuers.Select(issuer => issuer.Certificate.Subject)] };
}
