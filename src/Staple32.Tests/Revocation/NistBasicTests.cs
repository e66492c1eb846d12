using Staple32.Chains;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Revocation.Hierarchy;

namespace Staple32.Tests.Revocation;

/// <summary>
/// Basic revocation, after section 4.4 of the NIST Public Key Interoperability Test Suite, number by number; our own
/// certificates and CRLs.
/// </summary>
public sealed class NistBasicTests
{
    private static readonly TestExtension s_unknown = new("2.16.840.1.101.2.1.12.2", true, [0x04, 0x01, 0x00]);

    private readonly Hierarchy _hierarchy = new();

    [Fact]
    public void N4_4_1_missing_CRL()
    {
        TestCertificate ca = _hierarchy.Authority("No CRL CA");
        Assert.Equal(Unknown, _hierarchy.Errors(End(ca)));
    }

    [Fact]
    public void N4_4_2_revoked_CA()
    {
        TestCertificate ca = _hierarchy.Authority("Revoked sub CA");
        _hierarchy.Add(Crl(ca), (Crl(Anchor) with { ThisUpdate = Bench.Now }).Revoking(ca, reason: 1));
        ChainResult result = _hierarchy.Validate(End(ca));
        Assert.Equal(Revoked, result.Status.Errors);
        Assert.Equal([Valid, Revoked, Valid], result.Chains[0].Elements.Select(element => element.Status.Errors));
    }

    [Fact]
    public void N4_4_3_revoked_EE()
    {
        TestCertificate ca = _hierarchy.Authority("Good CA");
        TestCertificate end = End(ca);
        ChainResult result = _hierarchy.Add(Crl(ca).Revoking(end)).Validate(end);
        Assert.Equal([Revoked, Valid, Valid], result.Chains[0].Elements.Select(element => element.Status.Errors));
    }

    [Fact]
    public void N4_4_4_bad_CRL_signature()
    {
        TestCertificate ca = _hierarchy.Authority("Bad CRL signature CA");
        _hierarchy.Add(Crl(ca) with { Tamper = signature => [.. signature[..^2], (byte)(signature[^2] ^ 0x10), signature[^1]] });
        Assert.Equal(Offline, _hierarchy.Errors(End(ca)));
    }

    [Fact]
    public void N4_4_5_bad_CRL_issuer_name()
    {
        TestCertificate ca = _hierarchy.Authority("Bad CRL issuer name CA");
        _hierarchy.Add(Crl(ca) with { Issuer = TestCertificate.SelfSigned(new CertificateSpec { Subject = "C=US,O=Tests,CN=Incorrect CRL issuer name" }).Subject });
        Assert.Equal(Unknown, _hierarchy.Errors(End(ca)));
    }

    [Fact]
    public void N4_4_6_wrong_CRL()
    {
        TestCertificate ca = _hierarchy.Authority("Wrong CRL CA");
        _hierarchy.Add(Crl(Anchor) with { ThisUpdate = Bench.Now });
        Assert.Equal(Unknown, _hierarchy.Errors(End(ca)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void N4_4_7_two_CRLs(bool wrongOneIsNewer)
    {
        TestCertificate ca = _hierarchy.Authority("Two CRLs CA");
        TestCertificate end = End(ca);
        TestCrl wrong = Crl(ca).Revoking(end) with { SigningKey = TestKey.Of(KeyKind.P256, "stranger"), KeyIdentifier = false };
        _hierarchy.Add(Crl(ca), wrong with { ThisUpdate = Bench.Recently.AddMinutes(wrongOneIsNewer ? 1 : -1) });
        Assert.Equal(Valid, _hierarchy.Errors(end));
    }

    [Fact]
    public void N4_4_8_unknown_CRL_entry_extension()
    {
        TestCertificate ca = _hierarchy.Authority("Unknown CRL entry extension CA");
        TestCertificate end = End(ca);
        _hierarchy.Add(Crl(ca) with { Entries = [new TestCrlEntry(end.Serial) { Extensions = [s_unknown] }] });
        Assert.Equal(Offline, _hierarchy.Errors(end));
    }

    [Theory]
    [InlineData(true)] // 4.4.9
    [InlineData(false)] // 4.4.10
    public void N4_4_9_and_10_unknown_CRL_extension(bool isListed)
    {
        TestCertificate ca = _hierarchy.Authority("Unknown CRL extension CA");
        TestCertificate end = End(ca);
        TestCrl crl = isListed ? Crl(ca).Revoking(end) : Crl(ca).Revoking(End(ca));
        _hierarchy.Add(crl with { Extensions = [s_unknown] });
        Assert.Equal(Offline, _hierarchy.Errors(end));
    }

    [Fact]
    public void N4_4_11_old_CRL_nextUpdate()
    {
        TestCertificate ca = _hierarchy.Authority("Old CRL nextUpdate CA");
        _hierarchy.Add(Crl(ca) with { ThisUpdate = Bench.Now.AddDays(-30) });
        Assert.Equal(Offline, _hierarchy.Errors(End(ca)));
    }

    [Fact]
    public void N4_4_12_pre_2000_CRL_nextUpdate()
    {
        TestCertificate ca = _hierarchy.Authority("pre2000 CRL nextUpdate CA");
        _hierarchy.Add(Crl(ca) with { ThisUpdate = new DateTimeOffset(1998, 1, 1, 0, 0, 0, TimeSpan.Zero), Validity = TimeSpan.FromDays(365) });
        Assert.Equal(Offline, _hierarchy.Errors(End(ca)));
    }

    [Fact]
    public void N4_4_13_GeneralizedTime_CRL_nextUpdate()
    {
        TestCertificate ca = _hierarchy.Authority("GeneralizedTime CRL nextUpdate CA");
        _hierarchy.Add(Crl(ca) with { Validity = TimeSpan.FromDays(365 * 30) });
        Assert.Equal(Valid, _hierarchy.Errors(End(ca)));
    }

    [Theory]
    [InlineData("FF", "01", Valid)] // 4.4.14: a negative number and its positive twin
    [InlineData("FF", "FF", Revoked)] // 4.4.15
    [InlineData("7F112233445566778899AABBCCDDEEFF00112233", "7F112233445566778899AABBCCDDEEFF00112234", Valid)] // 4.4.16
    [InlineData("7F112233445566778899AABBCCDDEEFF00112233", "7F112233445566778899AABBCCDDEEFF001122", Valid)] // 4.4.17
    [InlineData("7F112233445566778899AABBCCDDEEFF00112233", "7F112233445566778899AABBCCDDEEFF00112233", Revoked)] // 4.4.18
    public void N4_4_14_to_18_serial_numbers(string own, string listed, TrustErrors expected)
    {
        TestCertificate ca = _hierarchy.Authority("Serial number CA");
        TestCertificate end = ca.Issue(new CertificateSpec { Subject = "CN=Numbered", Serial = Convert.FromHexString(own) });
        _hierarchy.Add(Crl(ca) with { Entries = [new TestCrlEntry(Convert.FromHexString(listed))] });
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    [Theory]
    [InlineData(false, Valid)] // 4.4.19
    [InlineData(true, Revoked)] // 4.4.20
    public void N4_4_19_and_20_separate_certificate_and_CRL_keys(bool isListed, TrustErrors expected)
    {
        TestCertificate ca = _hierarchy.Authority("Separate keys CA", spec => spec with { KeyUsage = KeyUsageBits.CertSign });
        TestCertificate signer = _hierarchy.Authority("Separate keys CA", CrlSigner);
        TestCertificate end = End(ca);
        _hierarchy.Add(isListed ? Crl(signer).Revoking(end) : Crl(signer));
        Assert.Equal(expected, _hierarchy.Errors(end));
    }

    [Fact]
    public void N4_4_21_separate_CRL_key_whose_certificate_is_revoked()
    {
        TestCertificate ca = _hierarchy.Authority("Separate keys CA", spec => spec with { KeyUsage = KeyUsageBits.CertSign });
        TestCertificate signer = _hierarchy.Authority("Separate keys CA", CrlSigner);
        _hierarchy.Add(Crl(signer), (Crl(Anchor) with { ThisUpdate = Bench.Now }).Revoking(signer));
        Assert.Equal(Offline, _hierarchy.Errors(End(ca)));
    }

    [Fact]
    public void A_CRL_key_of_the_same_name_below_another_anchor_does_not_count()
    {
        TestCertificate ca = _hierarchy.Authority("Separate keys CA", spec => spec with { KeyUsage = KeyUsageBits.CertSign });
        TestCertificate stranger = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Stranger", IsAuthority = true });
        TestCertificate signer = _hierarchy.Authority("Separate keys CA", CrlSigner, stranger);
        Assert.Equal(Offline, _hierarchy.Add(Crl(signer)).Errors(End(ca)));
    }

    [Fact]
    public void A_CRL_key_that_is_not_meant_to_sign_CRLs_does_not_count()
    {
        TestCertificate ca = _hierarchy.Authority("Separate keys CA", spec => spec with { KeyUsage = KeyUsageBits.CertSign });
        TestCertificate signer = _hierarchy.Authority("Separate keys CA", spec => CrlSigner(spec) with { KeyUsage = KeyUsageBits.DigitalSignature });
        Assert.Equal(Offline, _hierarchy.Add(Crl(signer)).Errors(End(ca)));
    }

    [Fact]
    public void A_CRL_key_whose_certificate_has_expired_does_not_count()
    {
        TestCertificate ca = _hierarchy.Authority("Separate keys CA", spec => spec with { KeyUsage = KeyUsageBits.CertSign });
        TestCertificate signer = _hierarchy.Authority("Separate keys CA", spec => CrlSigner(spec) with { NotAfter = Bench.Now.AddDays(-1) });
        Assert.Equal(Offline, _hierarchy.Add(Crl(signer)).Errors(End(ca)));
    }

    private static CertificateSpec CrlSigner(CertificateSpec spec) =>
        spec with { IsAuthority = false, Key = TestKey.Of(KeyKind.P256, "CRL key"), KeyUsage = KeyUsageBits.CrlSign };

    internal static class KeyUsageBits
    {
        public const int DigitalSignature = Org.BouncyCastle.Asn1.X509.KeyUsage.DigitalSignature;
        public const int CertSign = Org.BouncyCastle.Asn1.X509.KeyUsage.KeyCertSign;
        public const int CrlSign = Org.BouncyCastle.Asn1.X509.KeyUsage.CrlSign;
    }
}
