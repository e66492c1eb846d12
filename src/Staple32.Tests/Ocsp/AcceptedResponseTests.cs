using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Ocsp.OcspJudge;

namespace Staple32.Tests.Ocsp;

public class AcceptedResponseTests
{
    public static TheoryData<KeyKind, bool, bool> SignersOfAllKinds()
    {
        var data = new TheoryData<KeyKind, bool, bool>();
        foreach (KeyKind kind in (KeyKind[])[KeyKind.Rsa2048, KeyKind.Rsa1024, KeyKind.P256, KeyKind.P384, KeyKind.P521])
        {
            foreach (bool delegated in (bool[])[false, true])
            {
                data.Add(kind, delegated, false);
                data.Add(kind, delegated, true);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(SignersOfAllKinds))]
    public void The_issuer_and_its_delegate_may_sign_and_be_named_by_name_or_by_key(KeyKind kind, bool delegated, bool byKey)
    {
        TestPki pki = TestPki.Of(kind, delegated);
        byte[] encoded = (pki.Answer(AnHourAgo) with { ByKey = byKey }).Encode();

        AcceptedResponse accepted = Accepts(pki, encoded);

        Assert.Equal(encoded, accepted.Encoded.ToArray());
        Assert.Equal(OcspCertificateStatus.Good, accepted.Status);
        Assert.Equal(AnHourAgo, accepted.ThisUpdate);
        Assert.Equal(AnHourAgo, accepted.ProducedAt);
        Assert.Equal(AnHourAgo.AddDays(7), accepted.NextUpdate);
        Assert.Equal(AnHourAgo.AddDays(7), accepted.EffectiveNextUpdate);
        Assert.Null(accepted.RevocationTime);
        Assert.Null(accepted.RevocationReason);
        Assert.Equal("1.3.14.3.2.26", accepted.HashOid);
    }

    [Theory]
    [InlineData(KeyKind.Rsa2048, "SHA1withRSA")]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSA")]
    [InlineData(KeyKind.Rsa2048, "SHA384withRSA")]
    [InlineData(KeyKind.Rsa2048, "SHA512withRSA")]
    [InlineData(KeyKind.Rsa2048, "SHA1withRSAandMGF1")]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSAandMGF1")]
    [InlineData(KeyKind.Rsa2048, "SHA384withRSAandMGF1")]
    [InlineData(KeyKind.Rsa2048, "SHA512withRSAandMGF1")]
    [InlineData(KeyKind.P256, "SHA1withECDSA")]
    [InlineData(KeyKind.P256, "SHA256withECDSA")]
    [InlineData(KeyKind.P384, "SHA384withECDSA")]
    [InlineData(KeyKind.P521, "SHA512withECDSA")]
    [InlineData(KeyKind.P521, "SHA256withECDSA")]
    public void Every_signature_algorithm_of_the_list_is_accepted(KeyKind kind, string algorithm)
    {
        TestPki pki = TestPki.Of(kind);
        Accepts(pki, (pki.Answer(AnHourAgo) with { SignatureAlgorithm = algorithm }).Encode());
    }

    [Fact]
    public void Rsa_parameters_may_be_absent_as_well_as_null()
    {
        TestPki pki = TestPki.Of(KeyKind.Rsa2048);
        Accepts(pki, (pki.Answer(AnHourAgo) with { SignatureIdentifier = TestSignature.Identifier("SHA256withRSA", withNull: false) }).Encode());
    }

    [Theory]
    [InlineData("SHA1", "1.3.14.3.2.26")]
    [InlineData("SHA256", "2.16.840.1.101.3.4.2.1")]
    [InlineData("SHA384", "2.16.840.1.101.3.4.2.2")]
    [InlineData("SHA512", "2.16.840.1.101.3.4.2.3")]
    public void The_certificate_is_recognised_under_the_digest_that_the_response_uses(string hash, string oid)
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        Assert.Equal(oid, Accepts(pki, pki.Answer(AnHourAgo, hash).Encode()).HashOid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(9)]
    public void A_revocation_is_accepted_with_its_time_and_reason(int? reason)
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        DateTimeOffset when = Now.AddDays(-3);

        AcceptedResponse accepted = Accepts(pki, pki.Answer(AnHourAgo)
            .About(s => s with { Status = AnswerStatus.Revoked, RevocationTime = when, RevocationReason = reason }).Encode());

        Assert.Equal(OcspCertificateStatus.Revoked, accepted.Status);
        Assert.Equal(when, accepted.RevocationTime);
        Assert.Equal(reason, accepted.RevocationReason);
    }

    [Fact]
    public void Version_1_may_be_written_out()
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        Accepts(pki, (pki.Answer(AnHourAgo) with { Version = 0 }).Encode());
    }

    [Fact]
    public void Extensions_that_are_not_critical_are_passed_over()
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        TestExtension strange = new("1.2.3.4", false, [0x05, 0x00]);
        Accepts(pki, (pki.Answer(AnHourAgo).About(s => s with { Extensions = [strange] }) with { Extensions = [strange] }).Encode());
    }

    [Fact]
    public void A_critical_extension_that_is_understood_is_accepted()
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        TestExtension nonce = new("1.3.6.1.5.5.7.48.1.2", true, [0x04, 0x02, 0x01, 0x02]);
        Accepts(pki, (pki.Answer(AnHourAgo) with { Extensions = [nonce] }).Encode());
    }

    [Fact]
    public void A_20_byte_serial_number_is_matched_whole()
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        byte[] serial = Enumerable.Range(0x51, 20).Select(i => (byte)i).ToArray();
        TestCertificate leaf = pki.Authority.Issue(new CertificateSpec { Serial = serial });
        OcspVerdict Verify(OcspAnswer answer) =>
            OcspVerifier.Verify(answer.Encode(), leaf.Parsed, pki.Authority.Parsed, Now, Defaults);
        OcspAnswer right = pki.AnswerAbout(leaf, AnHourAgo);

        Assert.Equal(OcspRefusal.None, Verify(right).Refusal);
        Assert.Equal(OcspRefusal.NotThisCertificate, Verify(right.About(s => s with { Serial = [.. serial[..19], 0x00] })).Refusal);
        Assert.Equal(OcspRefusal.NotThisCertificate, Verify(right.About(s => s with { Serial = serial[..19] })).Refusal);
    }
}
