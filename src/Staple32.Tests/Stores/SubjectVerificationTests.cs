using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Staple32.Certificates;
using Staple32.Stores;
using Staple32.Tests.Certificates;
using Xunit;
using Checks = Staple32.Stores.SubjectChecks;

namespace Staple32.Tests.Stores;

public sealed class SubjectVerificationTests : IDisposable
{
    private static readonly DateTimeOffset s_within = CrlTestAuthority.Start.AddMonths(6);

    private readonly CrlTestAuthority _authority = new("CN=CA");
    private readonly CrlTestAuthority _other = new("CN=Other CA");

    [Fact]
    public void What_holds_is_cleared() =>
        Assert.Equal(Checks.None, Check(_authority.Issue([5]), Checks.Signature | Checks.TimeValidity | Checks.Revocation, _authority.Certificate, Crl(7)));

    [Fact]
    public void A_signature_by_another_key_fails()
    {
        Certificate stranger = TestCertificate.Make("CN=leaf", issuer: "CN=CA");
        Assert.Equal(Checks.Signature, SubjectVerification.Check(stranger, _authority.Certificate, Checks.Signature | Checks.TimeValidity, new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), []));
    }

    [Theory]
    [InlineData(0, Checks.None)]
    [InlineData(-1, Checks.TimeValidity)]
    public void Validity_begins_with_the_first_second(int seconds, Checks expected) =>
        Assert.Equal(expected, SubjectVerification.Check(_authority.Issue([5]), null, Checks.TimeValidity, CrlTestAuthority.Start.AddSeconds(seconds), []));

    [Theory]
    [InlineData(0, Checks.None)]
    [InlineData(1, Checks.TimeValidity)]
    public void And_ends_with_the_last(int seconds, Checks expected) =>
        Assert.Equal(expected, SubjectVerification.Check(_authority.Issue([5]), null, Checks.TimeValidity, CrlTestAuthority.Start.AddYears(1).AddSeconds(seconds), []));

    [Theory]
    [InlineData(Checks.Signature, Checks.Signature | Checks.NoIssuer)]
    [InlineData(Checks.Revocation, Checks.Revocation | Checks.NoIssuer)]
    [InlineData(Checks.TimeValidity, Checks.None)]
    [InlineData(Checks.None, Checks.None)]
    public void Without_an_issuer_only_the_time_can_be_checked(Checks wanted, Checks failed) =>
        Assert.Equal(failed, Check(_authority.Issue([5]), wanted, null));

    [Fact]
    public void A_certificate_on_the_crl_fails() =>
        Assert.Equal(Checks.Revocation, Check(_authority.Issue([7]), Checks.Signature | Checks.Revocation, _authority.Certificate, Crl(5), Crl(7)));

    [Fact]
    public void Without_a_crl_of_the_issuers_nothing_is_known()
    {
        Certificate leaf = _authority.Issue([5]);
        Assert.Equal(Checks.Revocation | Checks.NoCrl, Check(leaf, Checks.Revocation, _authority.Certificate));
        // One of another issuer, and one in the issuer's name that nobody signed.
        byte[] damaged = [.. Crl(7).Encoded.Span];
        damaged[^1] ^= 1;
        Assert.Equal(
            Checks.Revocation | Checks.NoCrl,
            Check(leaf, Checks.Revocation, _authority.Certificate, Crl(_other, 5), CertificateRevocationList.Parse(damaged)));
    }

    [Fact]
    public void What_was_not_asked_for_is_not_reported() =>
        Assert.Equal(Checks.None, Check(TestCertificate.Make("CN=leaf", [7], issuer: "CN=CA"), Checks.None, _authority.Certificate, Crl(7)));

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    private static Checks Check(Certificate subject, Checks wanted, Certificate? issuer, params CertificateRevocationList[] lists) =>
        SubjectVerification.Check(subject, issuer, wanted, s_within, lists);

    private CertificateRevocationList Crl(int serialNumber) => Crl(_authority, serialNumber);

    private static CertificateRevocationList Crl(CrlTestAuthority authority, int serialNumber) => CertificateRevocationList.Parse(authority.Sign(
        generator => generator.AddCrlEntry(BigInteger.ValueOf(serialNumber), CrlTestAuthority.Start.UtcDateTime, CrlReason.KeyCompromise)));
}
