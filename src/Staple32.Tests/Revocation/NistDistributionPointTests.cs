using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Staple32.Certificates;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Revocation.Hierarchy;
using TrustErrors = Staple32.Chains.TrustErrors;

namespace Staple32.Tests.Revocation;

/// <summary>Distribution points and scopes, after section 4.14 of the NIST test suite, numbers 1 to 21.</summary>
public sealed class NistDistributionPointTests
{
    private const RevocationReasons Keys = RevocationReasons.KeyCompromise | RevocationReasons.AuthorityCompromise;
    private const RevocationReasons Hold = RevocationReasons.CertificateHold | RevocationReasons.Superseded;

    private readonly Hierarchy _hierarchy = new();
    private readonly TestCertificate _ca;

    public NistDistributionPointTests() => _ca = _hierarchy.Authority("Distribution point CA");

    private static byte[] Name(string name) => new X509Name(name).GetDerEncoded();

    // The point "CN=CRL1" below the CA's own name.
    private static byte[] Full => Name("C=US,O=Tests,CN=Distribution point CA,CN=CRL1");

    [Theory]
    [InlineData(false, Valid)] // 4.14.1
    [InlineData(true, Revoked)] // 4.14.2
    public void N4_14_1_and_2_matching_full_names(bool isListed, TrustErrors expected) =>
        Expect(expected, isListed, Scoped(Full), TestCrl.Points(TestCrl.Point(directoryName: Full)));

    [Fact]
    public void N4_14_3_full_names_that_do_not_match() =>
        Expect(Unknown, true, Scoped(Full), TestCrl.Points(TestCrl.Point(directoryName: Name("C=US,O=Tests,CN=Distribution point CA,CN=CRL2"))));

    [Theory]
    [InlineData(true, true, false, Valid)] // 4.14.4
    [InlineData(false, true, false, Valid)] // 4.14.5
    [InlineData(true, false, true, Revoked)] // 4.14.6
    public void N4_14_4_to_6_names_relative_to_the_issuer(bool certificateRelative, bool crlRelative, bool isListed, TrustErrors expected) =>
        Expect(
            expected,
            isListed,
            crlRelative ? Crl(_ca) with { IssuingDistributionPoint = Relative("CRL1") } : Scoped(Full),
            TestCrl.Points(certificateRelative ? Relative("CRL1") : TestCrl.Point(directoryName: Full)));

    [Fact]
    public void N4_14_7_one_of_several_names_matches() =>
        Expect(Valid, false, Scoped(Full), TestCrl.Points(TestCrl.Point("http://elsewhere.example/"), TestCrl.Point(directoryName: Full)));

    [Fact]
    public void N4_14_8_relative_names_that_do_not_match() =>
        Expect(Unknown, true, Scoped(Full), TestCrl.Points(Relative("CRL2")));

    [Fact]
    public void N4_14_9_a_CRL_of_a_point_for_a_certificate_without_points() =>
        Expect(Unknown, true, Scoped(Full));

    [Fact]
    public void N4_14_10_no_issuing_distribution_point() =>
        Expect(Valid, false, Crl(_ca), TestCrl.Points(TestCrl.Point(directoryName: Full)));

    [Theory]
    [InlineData(true, true, false, Unknown)] // 4.14.11
    [InlineData(false, false, true, Unknown)] // 4.14.12
    [InlineData(true, false, true, Valid)] // 4.14.13
    public void N4_14_11_to_13_users_or_authorities_only(bool isAuthority, bool onlyUsers, bool onlyAuthorities, TrustErrors expected)
    {
        _hierarchy.Add(Crl(_ca) with { IssuingDistributionPoint = TestCrl.Scope(users: onlyUsers, authorities: onlyAuthorities) });
        Assert.Equal(expected, _hierarchy.Errors(_ca.Issue(new CertificateSpec { Subject = "CN=Subject", IsAuthority = isAuthority })));
    }

    [Fact]
    public void N4_14_14_attribute_certificates_only() =>
        Expect(Unknown, false, Crl(_ca) with { IssuingDistributionPoint = TestCrl.Scope(attributes: true) });

    [Theory]
    [InlineData(1, Revoked)] // 4.14.15
    [InlineData(6, Revoked)] // 4.14.16
    [InlineData(null, Offline)] // 4.14.17
    public void N4_14_15_to_17_some_reasons(int? reason, TrustErrors expected)
    {
        TestCertificate end = End(_ca);
        TestCrl keys = Reasons(Keys), hold = Reasons(Hold);
        _hierarchy.Add(reason == 1 ? keys.Revoking(end, 1) : keys, reason == 6 ? hold.Revoking(end, 6) : hold);
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    [Fact]
    public void N4_14_18_two_CRLs_that_cover_all_reasons()
    {
        _hierarchy.Add(Reasons(Keys), Reasons(RevocationReasons.All & ~Keys));
        Assert.Equal(Valid, _hierarchy.Errors(End(_ca)));
    }

    [Theory]
    [InlineData(null, Valid)] // 4.14.19
    [InlineData(1, Revoked)] // 4.14.20
    [InlineData(3, Revoked)] // 4.14.21
    public void N4_14_19_to_21_points_for_different_reasons(int? reason, TrustErrors expected)
    {
        byte[] one = Name("CN=One"), two = Name("CN=Two");
        RevocationReasons rest = RevocationReasons.All & ~Keys;
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(directoryName: one, reasons: Keys), TestCrl.Point(directoryName: two, reasons: rest)));
        TestCrl first = Crl(_ca) with { IssuingDistributionPoint = TestCrl.Scope(directoryName: one, reasons: Keys) };
        TestCrl second = Crl(_ca) with { IssuingDistributionPoint = TestCrl.Scope(directoryName: two, reasons: rest) };
        _hierarchy.Add(reason == 1 ? first.Revoking(end, 1) : first, reason == 3 ? second.Revoking(end, 3) : second);
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    private void Expect(TrustErrors expected, bool isListed, TestCrl crl, params TestExtension[] extensions)
    {
        TestCertificate end = End(_ca, extensions);
        _hierarchy.Add(isListed ? crl.Revoking(end) : crl);
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    private TestCrl Scoped(byte[] directoryName) => Crl(_ca) with { IssuingDistributionPoint = TestCrl.Scope(directoryName: directoryName) };

    private TestCrl Reasons(RevocationReasons reasons) => Crl(_ca) with { IssuingDistributionPoint = TestCrl.Scope(reasons: reasons) };

    // distributionPoint with nameRelativeToCRLIssuer; a DistributionPoint and an IssuingDistributionPoint begin alike.
    private static byte[] Relative(string commonName) => new DerSequence(
        new DerTaggedObject(true, 0, new DerTaggedObject(
            false, 1, new DerSet(new DerSequence(X509Name.CN, new DerUtf8String(commonName)))))).GetDerEncoded();
}
