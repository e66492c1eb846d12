using Staple32.ChainPolicies;
using Staple32.Chains;
using Staple32.Tests.Chains;
using Xunit;

namespace Staple32.Tests.ChainPolicies;

public class AuthenticodePolicyTests
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private static readonly TestCertificate s_root = TestPki.Root("root");

    [Fact]
    public void EachPolicyWantsItsPurpose()
    {
        ChainResult signer = MadeChain.Good(TestPki.Leaf("signer", s_root, s => s.Usages = [CodeSigning]), s_root);
        ChainResult stamper = MadeChain.Good(TestPki.Leaf("stamper", s_root, s => s.Usages = [TimeStamping]), s_root);
        var wrong = new PolicyVerdict(PolicyError.WrongUsage, 0, 0);
        Assert.Equal(PolicyVerdict.Satisfied, AuthenticodePolicy.Judge(signer, 0, 0, false));
        Assert.Equal(wrong, AuthenticodePolicy.Judge(stamper, 0, 0, false));
        Assert.Equal(PolicyVerdict.Satisfied, AuthenticodePolicy.JudgeTimeStamp(stamper, 0, 0, false));
        Assert.Equal(wrong, AuthenticodePolicy.JudgeTimeStamp(signer, 0, 0, false));
        Assert.Equal(PolicyVerdict.Satisfied, AuthenticodePolicy.JudgeTimeStamp(signer, PolicyExemptions.IgnoreWrongUsage, 0, false));
    }

    [Fact]
    public void RevocationHasErrorsOfItsOwn()
    {
        Assert.Equal(
            new PolicyVerdict(PolicyError.AuthenticodeRevoked, 0, 0),
            AuthenticodePolicy.Judge(MadeChain.With(TrustErrors.Revoked, TrustErrors.None), 0, 0, false));
        foreach (TrustErrors unknown in new[] { TrustErrors.RevocationStatusUnknown, TrustErrors.OfflineRevocation })
        {
            Assert.Equal(
                new PolicyVerdict(PolicyError.AuthenticodeRevocationFailure, 0, 1),
                AuthenticodePolicy.Judge(MadeChain.With(TrustErrors.None, unknown), 0, 0, false));
        }
    }

    [Theory]
    [InlineData(TrustErrors.NotTimeValid, AuthenticodeSettings.IgnoreExpiration, false, true)]
    [InlineData(TrustErrors.Revoked, AuthenticodeSettings.IgnoreRevocation, false, true)]
    [InlineData(TrustErrors.OfflineRevocation, AuthenticodeSettings.OfflineOkIndividual, false, true)]
    [InlineData(TrustErrors.OfflineRevocation, AuthenticodeSettings.OfflineOkIndividual, true, false)]
    [InlineData(TrustErrors.OfflineRevocation, AuthenticodeSettings.OfflineOkCommercial, true, true)]
    [InlineData(TrustErrors.OfflineRevocation, AuthenticodeSettings.OfflineOkCommercialQuietly, false, false)]
    [InlineData(TrustErrors.Revoked, AuthenticodeSettings.OfflineOkIndividual, false, false)]
    [InlineData(TrustErrors.Revoked, AuthenticodeSettings.IgnoreRevocationOnTimeStamps, false, false)]
    [InlineData(TrustErrors.UntrustedRoot, AuthenticodeSettings.TrustTest | AuthenticodeSettings.TestCanBeValid, false, false)]
    public void SettingsExcuseWhatTheyName(TrustErrors errors, AuthenticodeSettings settings, bool isCommercial, bool isExcused) =>
        Assert.Equal(isExcused, AuthenticodePolicy.Judge(MadeChain.With(TrustErrors.None, errors), 0, settings, isCommercial).IsSatisfied);

    [Fact]
    public void RevocationOfTimeStampsMayBeIgnoredAlone() =>
        Assert.True(AuthenticodePolicy.JudgeTimeStamp(
            MadeChain.With(TrustErrors.Revoked, TrustErrors.None), 0, AuthenticodeSettings.IgnoreRevocationOnTimeStamps, false).IsSatisfied);
}

public class NtAuthPolicyTests
{
    private static readonly TestCertificate s_root = TestPki.Root("root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority, s => s.IsAuthority = false);
    private static readonly ChainResult s_chain = MadeChain.Good(s_leaf, s_authority, s_root);

    [Fact]
    public void TheIssuerMustBeInTheStore()
    {
        Assert.Equal(PolicyVerdict.Satisfied, NtAuthPolicy.Judge(s_chain, 0, Holds(s_authority)));
        Assert.Equal(new PolicyVerdict(PolicyError.UntrustedAuthority, 0, 1), NtAuthPolicy.Judge(s_chain, 0, Holds(s_root)));
    }

    [Fact]
    public void WithoutAnIssuerNobodyIsTrusted() =>
        Assert.Equal(new PolicyVerdict(PolicyError.UntrustedAuthority, 0, -1), NtAuthPolicy.Judge(MadeChain.Good(s_root), 0, _ => true));

    [Fact]
    public void TheOtherTwoPoliciesComeFirst()
    {
        Assert.Equal(
            new PolicyVerdict(PolicyError.Expired, 0, 0),
            NtAuthPolicy.Judge(MadeChain.With(TrustErrors.NotTimeValid, TrustErrors.None), 0, _ => false));
        Assert.Equal(new PolicyVerdict(PolicyError.BasicConstraints, 0, 0), NtAuthPolicy.Judge(s_chain, 0x8000_0000, _ => false));
    }

    [Fact]
    public void TheLowWordIsTheBasePolicysAndTheHighWordTheOthers()
    {
        ChainResult expired = MadeChain.With(TrustErrors.NotTimeValid, TrustErrors.None);
        Assert.Equal(PolicyVerdict.Satisfied, NtAuthPolicy.Judge(expired, 0x0000_0001, _ => true));
        Assert.Equal(
            PolicyError.Signature,
            NtAuthPolicy.Judge(MadeChain.With(TrustErrors.HasWeakSignature, TrustErrors.None), 0x0800_0000, _ => true).Error);
        Assert.Equal(PolicyVerdict.Satisfied, NtAuthPolicy.Judge(s_chain, 0x4000_0000, _ => true));
    }

    private static Predicate<ReadOnlyMemory<byte>> Holds(TestCertificate certificate) =>
        encoded => encoded.Span.SequenceEqual(certificate.Certificate.Encoded.Span);
}
