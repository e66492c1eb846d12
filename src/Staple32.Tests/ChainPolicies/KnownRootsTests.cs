using System.Security.Cryptography;
using Staple32.ChainPolicies;
using Staple32.Chains;
using Staple32.Tests.Chains;
using Xunit;

namespace Staple32.Tests.ChainPolicies;

/// <summary>
/// Roots that are known by their keys. The public keys below are those of the certificates (PKCS #1), which are in signed
/// files and in the tools of the Windows SDK; whoever issued the certificate does not matter.
/// </summary>
public class KnownRootsTests
{
    private const string RootAgency =
        "MEgCQQCBVSK5iqRv7dbn2WYPVbzXzdW8TkACIaKx94cwhV7S8kS53Jt1tvtGX0K2nSM2C95UD829H5kqEFgRy0DLtadBAgMBAAE=";

    private const string MicrosoftRoot1997 =
        "MIIBCgKCAQEAqQK9wXDmO/JOGyifl3heMOqiqY0lX/j+lUyjt/6doiA+fFGim6KPYDJr0UJkee6sdslU2vLrnIYcj5+EZrPFa3piI9YdPN4PAZLolsS/"
        + "LWaammgmmdA6LL8MtVgmwUbnCj44liypKDmo7EmDQuOED7uabFVhrIJ8oWAtd0zpmbRkO5pQHDEIJBSfqeeRKxjmPZhjFGBYBWWfHTdSh/en75QC"
        + "xhvTv1VFs4mAvzrsVJROrv2nem10Tq8YzJYJKCEAV5BgaTe7SxIHPFb/W/ukZgoIptKBVlfvtjteFoF3BNr2vq6Alf6wzX/WpxpyXDzKvPAIoyIw"
        + "swaFybMgdxOF3wIDAQAB";

    private const string MicrosoftRoot2010 =
        "MIICCgKCAgEAuQieKOTk7AZOUGizQcV76662jq+BuiJEH2U0aUy+cEAX8hZ74nn9hu0NOfQbqK2SkB7LPXaPWtm1kRAuPAWNim0kVOcf7Vatg7RQ"
        + "nBWlF3SIWSD8CMWEdtNo1G8oeM5cuPNQkET/42NfvqGaLJYVBNYH/h6EIeBCMRHEKDaUz1CkYp7J1qtxALJbDOaW1AoklvX/xtW3G9fLtyFirxLc"
        + "oV034xr7GkaYwJvA52MfKgiTAn4eao7ynxiJ5CKForGEV0D/9Q7Yb5zt4kUxAc0X6X+wgUXjqiFAJqFyqqdPPAEFfu6DWLFeBmOZYpF4grcNkwwk"
        + "arQb2yfsX5UEP5NKMPWXGLOn+RmnkzMdAcjbIlJc1yXJRvmi+4dZQ76bYrGNLYZEGkaseGF+MAn6ronEQSoiZgOROUWcx4sMqMoNL/tS6gz3YzMj"
        + "nf6wH61n1qdQA8YEcGO1LLGGWkO3+675biluISFBJgaMycPusMKFk6G5hdnmMmxLTD/WXaPltZ13w5zAVbd0AOO4OKuDl1DhmkIkHcbAozDRGlrI"
        + "UjT3c/HHGB8zrXrsy0Fg8yOUIMJIRaxcUcYugMLidxW9hYftNp2Wke4AtaNw7J/jjYBog3a6r11wUiIW4mb7urPFwvc+L3emyt7BpsZITMM3USPT"
        + "J9e4TnCW8KFEdq94z5rhZhMCAwEAAQ==";

    private const string MicrosoftTestingRoot2010 =
        "MIICCgKCAgEAleOowbmcJlSwme8mH6wexzCAu/U/8uS7+P4GagqmiLy0jEXgcFUZiLQFy7XBofrUfMJCUwecVFaol+CUab4TJO/liimcptArL4qm"
        + "6HlELovqyb64VIZTvgckNFQVIiABe4pG+9KRB5UJsFYRzHay0B9EeVI0KOxPScLLYdOG3OSjflWen+4Qb8/hPfi3hHmiO40csIF85EQH5M5GsJiD"
        + "jYeP5fWuQHrx7T2bmnxK0bnDlAV73Nq4ztwebM/Znjfvw1o2e5CGRdz2Lsrd7t4n2XSaafXZXQktRUHMt8KC1CqMFiWSlz2UTokzflsDVM2wg6CO"
        + "QbeHjdkFY1L27uZOE51UzUn+44s7UJtIu7LlktSroMUQrz6xRSE0kNytuff+Ia7uUFh6OuWq2OOC1s9tTckVrJwxF6UWp0L22hJ4p2aQ7PzNAWP/"
        + "8A664c3w22uaD/YPBAEJvJ/Ot2xRcFcIG/95mlJduqwU5TtnzyxS3ieaNANuJUiwGXT8TZjCS4yS4YiuSCqrq80UTbZhDqEJjyzbRa99O4FWCMk7"
        + "Qbdkn10uEn+5aSkfUkVKI8avtrI4cp0IM//Qz4m26m6FRJQ+kVnr7569m5waRwNOoheW+mIL6FO2TuPoKnNZ4hO4+Fp+xuIK3UpDzMN3O3oxBArB"
        + "hJY6Y24aPgoMJbh+tVIMuasCAwEAAQ==";

    [Theory]
    [InlineData(MicrosoftRoot1997, MicrosoftRootOptions.None, true)]
    [InlineData(MicrosoftRoot2010, MicrosoftRootOptions.None, true)]
    [InlineData(MicrosoftRoot2010, MicrosoftRootOptions.DisableFlightRoot, true)]
    [InlineData(MicrosoftRoot2010, MicrosoftRootOptions.CheckApplicationRoot, false)]
    [InlineData(MicrosoftTestingRoot2010, MicrosoftRootOptions.None, false)]
    [InlineData(MicrosoftTestingRoot2010, MicrosoftRootOptions.EnableTestRoot, true)]
    [InlineData(MicrosoftTestingRoot2010, MicrosoftRootOptions.CheckApplicationRoot, false)]
    [InlineData(RootAgency, MicrosoftRootOptions.EnableTestRoot, false)]
    public void TheLastElementHasAKeyOfMicrosofts(string key, MicrosoftRootOptions options, bool isOne)
    {
        TestCertificate root = RootOf(key), leaf = TestPki.Leaf("leaf", TestPki.Root("elsewhere"));
        PolicyVerdict expected = isOne ? PolicyVerdict.Satisfied : new PolicyVerdict(PolicyError.UntrustedRoot, 0, 1);
        Assert.Equal(expected, MicrosoftRootPolicy.Judge(MadeChain.Good(leaf, root), options));
    }

    [Fact]
    public void OnlyTheLastElementOfTheFirstChainCounts()
    {
        TestCertificate microsoft = RootOf(MicrosoftRoot2010), other = TestPki.Root("other");
        ChainResult chain = MadeChain.Of(
            MadeChain.Simple(TrustErrors.None, MadeChain.Element(microsoft), MadeChain.Element(other)),
            MadeChain.Simple(TrustErrors.None, MadeChain.Element(microsoft)));
        Assert.Equal(new PolicyVerdict(PolicyError.UntrustedRoot, 0, 1), MicrosoftRootPolicy.Judge(chain, 0));
    }

    [Theory]
    [InlineData(RootAgency)]
    [InlineData(MicrosoftTestingRoot2010)]
    public void ATestRootHasAnErrorAndFlagsOfItsOwn(string key)
    {
        ChainResult chain = MadeChain.Of(MadeChain.Simple(
            TrustErrors.None, MadeChain.Element(TestPki.Leaf("leaf", TestPki.Root("elsewhere"))), MadeChain.Element(RootOf(key), TrustErrors.UntrustedRoot)));
        Assert.Equal(new PolicyVerdict(PolicyError.UntrustedTestRoot, 0, 1), BasePolicy.Judge(chain, 0));
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, PolicyExemptions.TrustTestRoot));
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, PolicyExemptions.AllowTestRoot));
        Assert.Equal(PolicyVerdict.Satisfied, BasePolicy.Judge(chain, PolicyExemptions.AllowUnknownAuthority));
        Assert.True(AuthenticodePolicy.Judge(chain, 0, AuthenticodeSettings.TrustTest, false).IsSatisfied);
        Assert.True(AuthenticodePolicy.Judge(chain, 0, AuthenticodeSettings.TestCanBeValid, false).IsSatisfied);
    }

    [Fact]
    public void OtherUntrustedRootsAreNoTestRoots() =>
        Assert.Equal(
            PolicyError.UntrustedRoot,
            BasePolicy.Judge(MadeChain.With(TrustErrors.None, TrustErrors.None, TrustErrors.UntrustedRoot), PolicyExemptions.TrustTestRoot | PolicyExemptions.AllowTestRoot).Error);

    private static TestCertificate RootOf(string publicKey)
    {
        RSA key = RSA.Create();
        key.ImportRSAPublicKey(Convert.FromBase64String(publicKey), out _);
        return TestPki.Root("somebody", s =>
        {
            s.Key = key;
            s.SigningKey = TestPki.Rsa;
        });
    }
}
