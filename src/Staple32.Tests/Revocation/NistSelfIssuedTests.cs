using Staple32.Chains;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Revocation.Hierarchy;
using static Staple32.Tests.Revocation.NistBasicTests;

namespace Staple32.Tests.Revocation;

/// <summary>
/// CAs that change their key or sign CRLs with one of its own, after sections 4.5 and 4.7 of the NIST test suite, number by
/// number.
/// </summary>
public sealed class NistSelfIssuedTests
{
    private static readonly TestKey s_old = TestKey.Of(KeyKind.P256, "old key");
    private static readonly TestKey s_new = TestKey.Of(KeyKind.P256, "new key");

    private readonly Hierarchy _hierarchy = new();

    [Theory]
    [InlineData(false, Valid)] // 4.5.1
    [InlineData(true, Revoked)] // 4.5.2
    public void N4_5_1_and_2_old_with_new(bool isListed, TrustErrors expected)
    {
        TestCertificate current = _hierarchy.Authority("New key CA", spec => spec with { Key = s_new });
        TestCertificate old = _hierarchy.Authority("New key CA", spec => spec with { Key = s_old }, current);
        TestCertificate end = End(old);
        _hierarchy.Add(isListed ? Crl(current).Revoking(end) : Crl(current));
        ChainResult result = _hierarchy.Validate(end);
        Assert.Equal((4, expected), (result.Chains[0].Elements.Count, result.Status.Errors));
    }

    [Theory]
    [InlineData(false, false, Valid)] // 4.5.3
    [InlineData(true, false, Valid)] // 4.5.4: the new key signs the CRL
    [InlineData(false, true, Revoked)] // 4.5.5
    public void N4_5_3_to_5_new_with_old(bool newKeySignsCrl, bool isListed, TrustErrors expected)
    {
        const string Self = "http://crl.example/self-issued.crl";
        TestCertificate old = _hierarchy.Authority("Old key CA", spec => spec with { Key = s_old });
        TestCertificate renewed = _hierarchy.Authority("Old key CA", spec => spec with { Key = s_new, Extensions = [TestCrl.Points(Self)] }, old);
        TestCertificate end = End(renewed);
        TestCrl crl = Crl(newKeySignsCrl ? renewed : old);
        _hierarchy.Add(isListed ? crl.Revoking(end) : crl, Crl(old) with { IssuingDistributionPoint = TestCrl.Scope(Self) });
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    [Theory]
    [InlineData(false, Valid)] // 4.5.6
    [InlineData(true, Revoked)] // 4.5.7
    public void N4_5_6_and_7_self_issued_CRL_signing_key(bool isListed, TrustErrors expected)
    {
        TestCertificate ca = CrlSigningKeyAuthority(out TestCertificate signer);
        TestCertificate end = End(ca);
        _hierarchy.Add(isListed ? Crl(signer).Revoking(end) : Crl(signer));
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    [Fact]
    public void N4_5_8_an_EE_certificate_signed_with_the_CRL_signing_key()
    {
        CrlSigningKeyAuthority(out TestCertificate signer);
        _hierarchy.Add(Crl(signer));
        Assert.NotEqual(Valid, _hierarchy.Errors(End(signer)) & ~(Unknown | Offline));
    }

    [Theory]
    [InlineData(KeyUsageBits.CrlSign, TrustErrors.NotValidForUsage)] // 4.7.1 and 4.7.2: keyCertSign missing
    [InlineData(KeyUsageBits.CertSign | KeyUsageBits.CrlSign, Valid)] // 4.7.3
    [InlineData(KeyUsageBits.CertSign, Offline)] // 4.7.4 and 4.7.5: cRLSign missing
    public void N4_7_1_to_5_key_usage(int usage, TrustErrors expected)
    {
        TestCertificate ca = _hierarchy.Authority("Key usage CA", spec => spec with { KeyUsage = usage });
        Assert.Equal(expected, _hierarchy.Add(Crl(ca)).Errors(End(ca)));
    }

    [Fact]
    public void A_CA_without_key_usage_may_sign_CRLs()
    {
        TestCertificate ca = _hierarchy.Authority("Key usage CA", spec => spec with { KeyUsage = 0 });
        Assert.Equal(Valid, _hierarchy.Add(Crl(ca)).Errors(End(ca)));
    }

    private TestCertificate CrlSigningKeyAuthority(out TestCertificate signer)
    {
        const string Self = "http://crl.example/self-issued.crl";
        TestCertificate ca = _hierarchy.Authority("CRL signing key CA", spec => spec with { Key = s_old, KeyUsage = KeyUsageBits.CertSign | KeyUsageBits.CrlSign });
        signer = _hierarchy.Authority(
            "CRL signing key CA",
            spec => spec with { IsAuthority = false, Key = s_new, KeyUsage = KeyUsageBits.CrlSign, Extensions = [TestCrl.Points(Self)] },
            ca);
        _hierarchy.Add(Crl(ca) with { IssuingDistributionPoint = TestCrl.Scope(Self) });
        return ca;
    }
}
