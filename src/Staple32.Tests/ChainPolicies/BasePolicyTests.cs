using Staple32.ChainPolicies;
using Staple32.Chains;
using Staple32.Tests.Chains;
using Xunit;
using static Staple32.Chains.TrustErrors;

namespace Staple32.Tests.ChainPolicies;

public class BasePolicyTests
{
    private const TrustErrors Offline = OfflineRevocation | RevocationStatusUnknown;

    // In the order of the reference page of CERT_CHAIN_POLICY_STATUS: each error wins over those below it.
    private static readonly (TrustErrors Errors, PolicyError Expected)[] s_precedence =
    [
        (NotSignatureValid, PolicyError.Signature),
        (Revoked, PolicyError.Revoked),
        (ExplicitDistrust, PolicyError.Distrusted),
        (UntrustedRoot, PolicyError.UntrustedRoot),
        (Cyclic, PolicyError.Chaining),
        (NotValidForUsage, PolicyError.WrongUsage),
        (NotTimeValid, PolicyError.Expired),
        (HasNotPermittedNameConstraint, PolicyError.InvalidName),
        (InvalidPolicyConstraints, PolicyError.InvalidPolicy),
        (InvalidBasicConstraints, PolicyError.BasicConstraints),
        (InvalidExtension, PolicyError.Critical),
        (NotTimeNested, PolicyError.TimeNesting),
        (RevocationStatusUnknown, PolicyError.NoRevocationCheck),
        (HasWeakHygiene, PolicyError.Other),
    ];

    [Fact]
    public void AChainWithoutErrorsIsGood() =>
        Assert.Equal(new PolicyVerdict(PolicyError.None, -1, -1), BasePolicy.Judge(MadeChain.With(None, None, None), 0));

    [Fact]
    public void EachErrorWinsOverThoseBelowItWhereverTheyStand()
    {
        for (int i = 0; i < s_precedence.Length; i++)
        {
            TrustErrors below = None;
            for (int j = i + 1; j < s_precedence.Length; j++)
                below |= s_precedence[j].Errors;
            PolicyVerdict verdict = BasePolicy.Judge(MadeChain.With(below, s_precedence[i].Errors, None), 0);
            Assert.Equal(new PolicyVerdict(s_precedence[i].Expected, 0, 1), verdict);
        }
    }

    [Theory]
    [InlineData(HasWeakSignature, PolicyError.Signature)]
    [InlineData(InvalidNameConstraints, PolicyError.InvalidName)]
    [InlineData(HasNotSupportedNameConstraint, PolicyError.InvalidName)]
    [InlineData(HasNotDefinedNameConstraint, PolicyError.InvalidName)]
    [InlineData(HasExcludedNameConstraint, PolicyError.InvalidName)]
    [InlineData(NoIssuanceChainPolicy, PolicyError.InvalidPolicy)]
    [InlineData(HasNotSupportedCriticalExtension, PolicyError.Critical)]
    [InlineData(Offline, PolicyError.RevocationOffline)]
    [InlineData(OfflineRevocation, PolicyError.RevocationOffline)]
    [InlineData((TrustErrors)0x8000_0000, PolicyError.Other)]
    public void OtherBitsOfTheStatus(TrustErrors errors, object expected) =>
        Assert.Equal(new PolicyVerdict((PolicyError)expected, 0, 2), BasePolicy.Judge(MadeChain.With(None, None, errors), 0));

    [Theory]
    [InlineData(PartialChain, PolicyError.Chaining)]
    [InlineData(TrustListNotSignatureValid, PolicyError.Signature)]
    [InlineData(TrustListNotValidForUsage, PolicyError.WrongUsage)]
    [InlineData(TrustListNotTimeValid, PolicyError.Expired)]
    public void AnErrorOfTheChainItselfHasNoElement(TrustErrors errors, object expected) =>
        Assert.Equal(new PolicyVerdict((PolicyError)expected, 0, -1), BasePolicy.Judge(MadeChain.Of(errors, None, None), 0));

    [Fact]
    public void AnErrorOfTheWholeHasNoChainEither()
    {
        var chain = new ChainResult(new TrustStatus(NotTimeValid, TrustInfo.None), [MadeChain.SimpleOf(None, None, None)], 0);
        Assert.Equal(new PolicyVerdict(PolicyError.Expired, -1, -1), BasePolicy.Judge(chain, 0));
    }

    [Fact]
    public void TheFirstOffenderIsNamed()
    {
        ChainResult chain = MadeChain.Of(MadeChain.SimpleOf(None, None, None), MadeChain.SimpleOf(None, None, NotTimeValid, NotTimeValid));
        Assert.Equal(new PolicyVerdict(PolicyError.Expired, 1, 1), BasePolicy.Judge(chain, 0));
    }

    [Theory]
    [InlineData(NotTimeValid, PolicyExemptions.IgnoreNotTimeValid)]
    [InlineData(NotTimeNested, PolicyExemptions.IgnoreNotTimeNested)]
    [InlineData(InvalidBasicConstraints, PolicyExemptions.IgnoreInvalidBasicConstraints)]
    [InlineData(UntrustedRoot, PolicyExemptions.AllowUnknownAuthority)]
    [InlineData(NotValidForUsage, PolicyExemptions.IgnoreWrongUsage)]
    [InlineData(HasExcludedNameConstraint | InvalidNameConstraints, PolicyExemptions.IgnoreInvalidName)]
    [InlineData(NoIssuanceChainPolicy | InvalidPolicyConstraints, PolicyExemptions.IgnoreInvalidPolicy)]
    [InlineData(HasNotSupportedCriticalExtension | InvalidExtension, PolicyExemptions.IgnoreNotSupportedCriticalExtension)]
    [InlineData(HasWeakSignature, PolicyExemptions.IgnoreWeakSignature)]
    public void EachExemptionCoversItsErrorAndNoOther(TrustErrors errors, PolicyExemptions flag)
    {
        ChainResult chain = MadeChain.With(None, errors, None);
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, flag));
        Assert.Equal(new PolicyVerdict(BasePolicy.Judge(chain, 0).Error, 0, 1), BasePolicy.Judge(chain, ~flag));
    }

    [Fact]
    public void AnInvalidExtensionIsNotExcusedByAnUnknownOneElsewhere()
    {
        ChainResult chain = MadeChain.With(HasNotSupportedCriticalExtension | InvalidExtension, InvalidExtension, None);
        Assert.Equal(new PolicyVerdict(PolicyError.Critical, 0, 1), BasePolicy.Judge(chain, PolicyExemptions.IgnoreNotSupportedCriticalExtension));
    }

    [Fact]
    public void AWeakSignatureThatIsWrongIsNotExcused() =>
        Assert.Equal(
            PolicyError.Signature,
            BasePolicy.Judge(MadeChain.With(HasWeakSignature | NotSignatureValid, None, None), PolicyExemptions.IgnoreWeakSignature).Error);

    [Fact]
    public void AnUnknownAuthorityMayAlsoBeMissing()
    {
        ChainResult chain = MadeChain.Of(PartialChain, None, None);
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, PolicyExemptions.AllowUnknownAuthority));
    }

    [Theory]
    [InlineData(0, PolicyExemptions.IgnoreEndRevocationUnknown)]
    [InlineData(1, PolicyExemptions.IgnoreAuthorityRevocationUnknown)]
    [InlineData(2, PolicyExemptions.IgnoreRootRevocationUnknown)]
    public void AnUnknownRevocationStatusIsExcusedByPlace(int element, PolicyExemptions flag)
    {
        var errors = new TrustErrors[3];
        errors[element] = Offline;
        ChainResult chain = MadeChain.With(errors);
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, flag));
        Assert.Equal(new PolicyVerdict(PolicyError.RevocationOffline, 0, element), BasePolicy.Judge(chain, PolicyExemptions.IgnoreAllRevocationUnknown & ~flag));
    }

    [Fact]
    public void TheSignerOfATrustListHasAFlagOfItsOwn()
    {
        ChainResult chain = MadeChain.Of(MadeChain.SimpleOf(None, None), MadeChain.SimpleOf(None, RevocationStatusUnknown, None));
        Assert.Equal(new PolicyVerdict(PolicyError.NoRevocationCheck, 1, 0), BasePolicy.Judge(chain, PolicyExemptions.IgnoreEndRevocationUnknown));
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, PolicyExemptions.IgnoreTrustListSignerRevocationUnknown));
    }

    [Fact]
    public void BeingRevokedIsNotExcused() =>
        Assert.Equal(
            new PolicyVerdict(PolicyError.Revoked, 0, 0),
            BasePolicy.Judge(MadeChain.With(Revoked, None, None), PolicyExemptions.IgnoreAllRevocationUnknown));

    [Fact]
    public void PeerTrustIsEnoughUnlessItIsToBeIgnored()
    {
        ChainElement peer = MadeChain.Element(TestPki.Root("peer"), info: TrustInfo.IsPeerTrusted | TrustInfo.IsSelfSigned);
        ChainResult chain = MadeChain.Of(MadeChain.Simple(None, peer));
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, 0));
        Assert.Equal(new PolicyVerdict(PolicyError.UntrustedRoot, 0, 0), BasePolicy.Judge(chain, PolicyExemptions.IgnorePeerTrust));
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, PolicyExemptions.IgnorePeerTrust | PolicyExemptions.AllowUnknownAuthority));
    }
}
