using Staple32.ChainPolicies;
using Staple32.Chains;
using Staple32.Tests.Chains;
using Xunit;

namespace Staple32.Tests.ChainPolicies;

public class SslPolicyTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private static readonly TestCertificate s_root = TestPki.Root("root");

    [Fact]
    public void AServerOfThatName() => Assert.Equal(PolicyVerdict.Satisfied, Judge(Server(), name: "www.example.com"));

    [Fact]
    public void AServerOfAnotherName() =>
        Assert.Equal(new PolicyVerdict(PolicyError.NameMismatch, 0, 0), Judge(Server(), name: "www.example.org"));

    [Fact]
    public void TheNameMayBeIgnoredOrNotAskedFor()
    {
        Assert.Equal(PolicyVerdict.Satisfied, Judge(Server(), ignored: SslIgnoredErrors.NameMismatch, name: "www.example.org"));
        Assert.Equal(PolicyVerdict.Satisfied, Judge(Server()));
        Assert.Equal(PolicyVerdict.Satisfied, Judge(Server(), role: SslRole.Unknown, name: "www.example.org"));
    }

    [Fact]
    public void AnEmptyNameIsNobodys() => Assert.Equal(PolicyError.NameMismatch, Judge(Server(), name: "").Error);

    [Theory]
    [InlineData(SslRole.Server, ServerAuth, true)]
    [InlineData(SslRole.Server, ClientAuth, false)]
    [InlineData(SslRole.Server, "2.5.29.37.0", true)]
    [InlineData(SslRole.Server, "1.3.6.1.4.1.311.10.3.3", true)]
    [InlineData(SslRole.Server, "2.16.840.1.113730.4.1", true)]
    [InlineData(SslRole.Client, ClientAuth, true)]
    [InlineData(SslRole.Client, ServerAuth, false)]
    [InlineData(SslRole.Client, "2.16.840.1.113730.4.1", false)]
    [InlineData(SslRole.Unknown, CodeSigning, true)]
    public void ThePurposeOfTheEndCertificate(SslRole role, string purpose, bool isGood)
    {
        ChainResult chain = MadeChain.Good(TestPki.Leaf("leaf", s_root, s => s.Usages = [purpose]), s_root);
        Assert.Equal(isGood ? PolicyVerdict.Satisfied : new PolicyVerdict(PolicyError.WrongUsage, 0, 0), Judge(chain, role));
        Assert.Equal(PolicyVerdict.Satisfied, Judge(chain, role, SslIgnoredErrors.WrongUsage));
        Assert.Equal(PolicyVerdict.Satisfied, SslPolicy.Judge(chain, PolicyExemptions.IgnoreWrongUsage, role, 0, null));
    }

    [Fact]
    public void WhatTheChainLeavesOfThePurposesCountsToo()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => s.Usages = [ServerAuth, ClientAuth]);
        ChainResult narrowed = MadeChain.Of(MadeChain.Simple(TrustErrors.None, MadeChain.Element(leaf, usage: [ClientAuth]), MadeChain.Element(s_root)));
        Assert.Equal(new PolicyVerdict(PolicyError.WrongUsage, 0, 0), Judge(narrowed));
        Assert.Equal(PolicyVerdict.Satisfied, Judge(narrowed, SslRole.Client));
        ChainResult nothing = MadeChain.Of(MadeChain.Simple(TrustErrors.None, MadeChain.Element(leaf, usage: [])));
        Assert.Equal(PolicyError.WrongUsage, Judge(nothing).Error);
    }

    [Fact]
    public void WithoutPurposesAnyIsAllowed() => Assert.Equal(PolicyVerdict.Satisfied, Judge(MadeChain.Good(TestPki.Leaf("leaf", s_root), s_root)));

    [Theory]
    [InlineData(TrustErrors.Revoked, SslIgnoredErrors.Revocation)]
    [InlineData(TrustErrors.RevocationStatusUnknown, SslIgnoredErrors.Revocation)]
    [InlineData(TrustErrors.UntrustedRoot, SslIgnoredErrors.UnknownAuthority)]
    [InlineData(TrustErrors.NotValidForUsage, SslIgnoredErrors.WrongUsage)]
    [InlineData(TrustErrors.NotTimeValid, SslIgnoredErrors.NotTimeValid)]
    [InlineData(TrustErrors.NotTimeNested, SslIgnoredErrors.NotTimeValid)]
    public void EachExemptionCoversItsErrorAndNoOther(TrustErrors errors, SslIgnoredErrors ignored)
    {
        ChainResult chain = MadeChain.With(TrustErrors.None, errors, TrustErrors.None);
        Assert.Equal(PolicyVerdict.Satisfied, Judge(chain, ignored: ignored));
        Assert.Equal(1, Judge(chain, ignored: ~ignored).Element);
    }

    [Fact]
    public void TheBasePolicyComesFirst()
    {
        TestCertificate leaf = TestPki.Leaf("CN=www.example.com", s_root, s => s.Usages = [ClientAuth]);
        ChainResult chain = MadeChain.Of(MadeChain.Simple(TrustErrors.None, MadeChain.Element(leaf), MadeChain.Element(s_root, TrustErrors.UntrustedRoot)));
        Assert.Equal(new PolicyVerdict(PolicyError.UntrustedRoot, 0, 1), Judge(chain, name: "www.example.org"));
        Assert.Equal(PolicyError.WrongUsage, Judge(chain, ignored: SslIgnoredErrors.UnknownAuthority, name: "www.example.org").Error);
    }

    private static ChainResult Server() =>
        MadeChain.Good(TestPki.Leaf("CN=www.example.com", s_root, s => s.Usages = [ServerAuth]), s_root);

    private static PolicyVerdict Judge(ChainResult chain, SslRole role = SslRole.Server, SslIgnoredErrors ignored = 0, string? name = null) =>
        SslPolicy.Judge(chain, 0, role, ignored, name);
}
