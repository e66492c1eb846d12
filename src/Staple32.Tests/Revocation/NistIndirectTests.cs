using Org.BouncyCastle.Asn1.X509;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Revocation.Hierarchy;
using TrustErrors = Staple32.Chains.TrustErrors;

namespace Staple32.Tests.Revocation;

/// <summary>Indirect CRLs, after section 4.14 of the NIST test suite, numbers 22 to 35.</summary>
public sealed class NistIndirectTests
{
    private readonly Hierarchy _hierarchy = new();
    private readonly TestCertificate _ca;
    private readonly TestCertificate _lister;

    public NistIndirectTests()
    {
        _ca = _hierarchy.Authority("indirectCRL CA2");
        _lister = _hierarchy.Authority("indirectCRL CA1");
    }

    private TestCrl Indirect => Crl(_lister) with { IssuingDistributionPoint = TestCrl.Scope(indirect: true) };

    private TestExtension ByLister => TestCrl.Points(TestCrl.Point(crlIssuer: _lister.Subject));

    [Theory]
    [InlineData(false, Valid)] // 4.14.22
    [InlineData(true, Revoked)] // 4.14.23
    public void N4_14_22_and_23_an_indirect_CRL_for_the_CRL_issuers_own_certificates(bool isListed, TrustErrors expected)
    {
        TestCertificate end = End(_lister);
        _hierarchy.Add(isListed ? Indirect.Revoking(end) : Indirect);
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    [Fact]
    public void N4_14_24_a_certificate_of_another_issuer_that_is_not_listed() =>
        Assert.Equal(Valid, _hierarchy.Add(Indirect).Errors(End(_ca, ByLister)));

    [Fact]
    public void N4_14_25_its_serial_number_is_listed_for_another_issuer()
    {
        TestCertificate end = End(_ca, ByLister);
        Assert.Equal(Valid, _hierarchy.Add(Indirect.Revoking(end)).Errors(end));
    }

    [Fact]
    public void N4_14_26_a_certificate_that_does_not_name_the_CRL_issuer() =>
        Assert.Equal(Unknown, _hierarchy.Add(Indirect).Errors(End(_ca)));

    [Fact]
    public void N4_14_27_a_certificate_that_names_another_CRL_issuer() =>
        Assert.Equal(Unknown, _hierarchy.Add(Indirect).Errors(End(_ca, TestCrl.Points(TestCrl.Point(crlIssuer: new X509Name("CN=Nobody").GetDerEncoded())))));

    [Theory]
    [InlineData(false, Valid)] // 4.14.28
    [InlineData(true, Revoked)] // 4.14.31
    public void N4_14_28_and_31_a_CRL_issuer_that_is_no_CA(bool isListed, TrustErrors expected)
    {
        TestCertificate issuer = CrlIssuer("indirectCRL CA3 cRLIssuer");
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(crlIssuer: issuer.Subject)));
        Assert.Equal(expected, _hierarchy.Add(Listing(issuer, isListed ? end : null)).Errors(end));
    }

    [Theory]
    [InlineData(false, Valid)] // 4.14.29
    [InlineData(true, Revoked)] // 4.14.32
    public void N4_14_29_and_32_a_CRL_issuer_with_a_named_point(bool isListed, TrustErrors expected)
    {
        TestCertificate issuer = CrlIssuer("indirectCRL CA3 cRLIssuer");
        byte[] point = new X509Name("C=US,O=Tests,CN=indirect CRL for CA3").GetDerEncoded();
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(directoryName: point, crlIssuer: issuer.Subject)));
        TestCrl crl = Listing(issuer, isListed ? end : null) with { IssuingDistributionPoint = TestCrl.Scope(directoryName: point, indirect: true) };
        Assert.Equal(expected, _hierarchy.Add(crl).Errors(end));
    }

    [Fact]
    public void N4_14_30_a_CRL_issuer_below_the_CA_itself()
    {
        TestCertificate issuer = CrlIssuer("indirectCRL CA4 cRLIssuer", _ca);
        // Its own status is in the same CRL.
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(crlIssuer: issuer.Subject)));
        Assert.Equal(Valid, _hierarchy.Add(Listing(issuer, null)).Errors(end));
    }

    [Fact]
    public void N4_14_33_listed_for_another_issuer_behind_one_of_ours()
    {
        TestCertificate issuer = CrlIssuer("indirectCRL CA5 cRLIssuer");
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(crlIssuer: issuer.Subject)));
        TestCrl crl = Listing(issuer, End(_ca)).Revoking(end, issuer: _lister.Subject);
        Assert.Equal(Valid, _hierarchy.Add(crl).Errors(end));
    }

    [Fact]
    public void N4_14_34_listed_behind_others_of_the_same_issuer()
    {
        TestCertificate issuer = CrlIssuer("indirectCRL CA5 cRLIssuer");
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(crlIssuer: issuer.Subject)));
        TestCrl crl = Indirect with { Signer = issuer };
        crl = crl.Revoking(End(_lister), issuer: _lister.Subject).Revoking(End(_ca), issuer: _ca.Subject).Revoking(End(_ca)).Revoking(end);
        Assert.Equal(Revoked, _hierarchy.Add(crl).Errors(end));
    }

    [Fact]
    public void N4_14_35_a_CRL_that_is_not_indirect_by_the_named_issuer()
    {
        TestCertificate issuer = CrlIssuer("indirectCRL CA5 cRLIssuer");
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(crlIssuer: issuer.Subject)));
        Assert.Equal(Unknown, _hierarchy.Add(Crl(issuer)).Errors(end));
    }

    [Fact]
    public void A_CRL_issuer_below_another_anchor_does_not_count()
    {
        TestCertificate stranger = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Stranger", IsAuthority = true });
        TestCertificate issuer = CrlIssuer("indirectCRL CA3 cRLIssuer", stranger);
        TestCertificate end = End(_ca, TestCrl.Points(TestCrl.Point(crlIssuer: issuer.Subject)));
        Assert.Equal(Offline, _hierarchy.Add(Listing(issuer, null)).Errors(end));
    }

    private TestCertificate CrlIssuer(string name, TestCertificate? issuer = null) => _hierarchy.Authority(
        name, spec => spec with { IsAuthority = false, Key = TestKey.Of(KeyKind.P256, name), KeyUsage = KeyUsage.CrlSign }, issuer);

    private TestCrl Listing(TestCertificate issuer, TestCertificate? listed)
    {
        TestCrl crl = Indirect with { Signer = issuer };
        return listed is null ? crl : crl.Revoking(listed, issuer: _ca.Subject);
    }
}
