using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Ocsp.OcspJudge;

namespace Staple32.Tests.Ocsp;

/// <summary>Who may sign, and with what.</summary>
public class SignerRefusalTests
{
    private const string AnyPurpose = "2.5.29.37.0";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    private readonly TestPki _pki = TestPki.Of(KeyKind.P256);
    private readonly TestPki _delegated = TestPki.Of(KeyKind.P256, delegated: true);

    [Theory]
    [InlineData(KeyKind.P256, false)]
    [InlineData(KeyKind.P256, true)]
    [InlineData(KeyKind.Rsa2048, false)]
    [InlineData(KeyKind.Rsa2048, true)]
    public void A_flipped_bit_in_the_signature_is_refused(KeyKind kind, bool delegated)
    {
        TestPki pki = TestPki.Of(kind, delegated);
        OcspAnswer answer = pki.Answer(AnHourAgo) with { Tamper = signature => Flip(signature, signature.Length - 1) };
        Refuses(OcspRefusal.SignatureInvalid, pki, answer.Encode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void A_signature_of_an_impossible_length_is_refused(int length)
    {
        foreach (TestPki pki in (TestPki[])[_pki, TestPki.Of(KeyKind.Rsa2048)])
            Refuses(OcspRefusal.SignatureInvalid, pki, (pki.Answer(AnHourAgo) with { Tamper = _ => new byte[length] }).Encode());
    }

    [Fact]
    public void A_signature_over_other_data_is_refused()
    {
        byte[] stolen = [];
        _ = (_pki.Answer(AnHourAgo.AddMinutes(-1)) with { Tamper = signature => stolen = signature }).Encode();
        Refuses(OcspRefusal.SignatureInvalid, _pki, (_pki.Answer(AnHourAgo) with { Tamper = _ => stolen }).Encode());
    }

    [Fact]
    public void Another_key_in_the_name_of_the_issuer_is_refused() => Refuses(
        OcspRefusal.SignatureInvalid, _pki, (_pki.Answer(AnHourAgo) with { SigningKey = TestKey.Of(KeyKind.P256, "rogue") }).Encode());

    [Fact]
    public void Md5_is_refused_as_weak()
    {
        TestPki pki = TestPki.Of(KeyKind.Rsa2048);
        Refuses(OcspRefusal.WeakAlgorithm, pki, (pki.Answer(AnHourAgo) with { SignatureAlgorithm = "MD5withRSA" }).Encode());
    }

    [Fact]
    public void A_signer_certified_with_md5_is_refused_as_weak()
    {
        TestPki pki = TestPki.Of(KeyKind.Rsa2048);
        Refuses(OcspRefusal.WeakAlgorithm, pki, AnswerOf(pki, CertificateSpec.Responder() with { SignatureAlgorithm = "MD5withRSA" }).Encode());
    }

    [Fact]
    public void An_rsa_key_under_1024_bits_is_refused_as_weak()
    {
        OcspAnswer answer = AnswerOf(_pki, CertificateSpec.Responder() with { Key = TestKey.Of(KeyKind.Rsa768, "responder") });
        Refuses(OcspRefusal.WeakKey, _pki, answer.Encode());
    }

    [Theory]
    [InlineData("Ed25519", KeyKind.Ed25519)]
    [InlineData("SHA224withRSA", KeyKind.Rsa2048)]
    public void An_algorithm_that_is_not_on_the_list_has_a_reason_of_its_own(string algorithm, KeyKind kind)
    {
        OcspAnswer answer = AnswerOf(_pki, CertificateSpec.Responder() with { Key = TestKey.Of(kind, "odd responder") });
        Refuses(OcspRefusal.UnsupportedAlgorithm, _pki, (answer with { SignatureAlgorithm = algorithm }).Encode());
    }

    [Fact]
    public void An_algorithm_nobody_has_heard_of_is_refused() => Refuses(
        OcspRefusal.UnsupportedAlgorithm, _pki,
        (_pki.Answer(AnHourAgo) with { SignatureIdentifier = new DerSequence(new DerObjectIdentifier("1.2.3.4.5")) }).Encode());

    [Fact]
    public void An_rsa_algorithm_with_an_ecdsa_key_is_refused() => Refuses(
        OcspRefusal.SignatureInvalid, _pki,
        (_pki.Answer(AnHourAgo) with { SignatureIdentifier = TestSignature.Identifier("SHA256withRSA") }).Encode());

    [Fact]
    public void A_rogue_self_signed_signer_is_refused()
    {
        TestCertificate rogue = TestCertificate.SelfSigned(CertificateSpec.Responder("CN=Rogue"));
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, (_pki.Answer(AnHourAgo) with { Signer = rogue, Embedded = [rogue.Encoded] }).Encode());
    }

    [Fact]
    public void A_rogue_that_calls_itself_the_issuer_is_refused()
    {
        TestCertificate rogue = TestCertificate.SelfSigned(
            CertificateSpec.Responder() with { SubjectEncoded = _pki.Authority.Subject, Key = TestKey.Of(KeyKind.P256, "rogue") });
        OcspAnswer answer = _pki.Answer(AnHourAgo) with { Signer = rogue, Embedded = [rogue.Encoded] };
        Refuses(OcspRefusal.SignatureInvalid, _pki, answer.Encode());
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, (answer with { ByKey = true }).Encode());
    }

    [Fact]
    public void A_delegate_of_another_authority_with_the_same_name_is_refused()
    {
        TestCertificate namesake = TestCertificate.SelfSigned(new CertificateSpec
        {
            SubjectEncoded = _pki.Authority.Subject,
            Key = TestKey.Of(KeyKind.P256, "namesake"),
            IsAuthority = true,
        });
        TestCertificate signer = namesake.Issue(CertificateSpec.Responder());
        OcspAnswer answer = _pki.Answer(AnHourAgo) with { Signer = signer, Embedded = [signer.Encoded, namesake.Encoded] };
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, answer.Encode());
    }

    [Fact]
    public void A_delegate_of_a_subordinate_is_refused_for_no_other_chain_is_followed()
    {
        TestCertificate subordinate = _pki.Authority.Issue(new CertificateSpec { Subject = "CN=Subordinate", IsAuthority = true });
        TestCertificate signer = subordinate.Issue(CertificateSpec.Responder());
        OcspAnswer answer = _pki.Answer(AnHourAgo) with { Signer = signer, Embedded = [signer.Encoded, subordinate.Encoded] };
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, answer.Encode());
    }

    public static TheoryData<string, string[]?> PurposesThatAreNotEnough() => new()
    {
        { "no extended key usage", null },
        { "any purpose only", [AnyPurpose] },
        { "another purpose", ["1.3.6.1.5.5.7.3.1"] },
        { "any and others", [AnyPurpose, "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.8"] },
    };

    [Theory]
    [MemberData(nameof(PurposesThatAreNotEnough))]
    public void A_delegate_needs_the_purpose_itself(string case_, string[]? purposes)
    {
        _ = case_;
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, AnswerOf(_pki, CertificateSpec.Responder() with { ExtendedKeyUsage = purposes }).Encode());
    }

    [Fact]
    public void A_delegate_with_the_purpose_among_others_is_accepted() => Accepts(
        _pki, AnswerOf(_pki, CertificateSpec.Responder() with { ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1", AnyPurpose, OcspSigning] }).Encode());

    [Fact]
    public void The_leaf_itself_may_not_sign()
    {
        OcspAnswer answer = _pki.Answer(AnHourAgo) with { Signer = _pki.Leaf, Embedded = [_pki.Leaf.Encoded] };
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, answer.Encode());
    }

    [Fact]
    public void A_key_usage_without_digital_signature_is_refused()
    {
        CertificateSpec spec = CertificateSpec.Responder() with { KeyUsage = KeyUsage.KeyEncipherment | KeyUsage.NonRepudiation };
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, AnswerOf(_pki, spec).Encode());
    }

    [Fact]
    public void A_delegate_without_key_usage_and_without_nocheck_is_accepted() => Accepts(
        _pki, AnswerOf(_pki, CertificateSpec.Responder() with { KeyUsage = 0, Extensions = [] }).Encode());

    [Fact]
    public void A_delegate_with_an_unknown_critical_extension_is_refused()
    {
        CertificateSpec spec = CertificateSpec.Responder() with { Extensions = [new TestExtension("1.2.3.4", true, [0x05, 0x00])] };
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, AnswerOf(_pki, spec).Encode());
    }

    [Fact]
    public void A_delegate_with_a_malformed_extension_is_refused()
    {
        CertificateSpec spec = CertificateSpec.Responder() with
        {
            ExtendedKeyUsage = null,
            Extensions = [new TestExtension("2.5.29.37", false, [0x30, 0x03, 0x06, 0x01])],
        };
        Refuses(OcspRefusal.SignerNotAuthorized, _pki, AnswerOf(_pki, spec).Encode());
    }

    [Theory]
    [InlineData(0, 3600, true)]
    [InlineData(1, 3600, false)]
    [InlineData(300, 3600, false)]
    [InlineData(-3600, 0, false)]
    [InlineData(-3600, 1, true)]
    [InlineData(-7200, -3600, false)]
    public void A_delegate_is_valid_now_and_gets_no_skew(int notBefore, int notAfter, bool accepted)
    {
        OcspAnswer answer = AnswerOf(
            _pki, CertificateSpec.Responder() with { NotBefore = Now.AddSeconds(notBefore), NotAfter = Now.AddSeconds(notAfter) });
        if (accepted)
            Assert.Equal(Now.AddSeconds(notAfter), Accepts(_pki, answer.Encode()).EffectiveNextUpdate);
        else
            Refuses(OcspRefusal.SignerNotTimeValid, _pki, answer.Encode());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_responder_id_that_names_nobody_here_is_refused(bool byKey)
    {
        TestCertificate other = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Somebody else", IsAuthority = true });
        Refuses(OcspRefusal.SignerNotFound, _pki, (_pki.Answer(AnHourAgo) with { Responder = other, ByKey = byKey }).Encode());
        Refuses(OcspRefusal.SignerNotFound, _delegated, (_delegated.Answer(AnHourAgo) with { Responder = other, ByKey = byKey }).Encode());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_responder_id_that_names_another_than_the_signer_is_refused(bool byKey)
    {
        OcspAnswer delegateInIssuersName = _delegated.Answer(AnHourAgo) with { Responder = _delegated.Authority, ByKey = byKey };
        Refuses(OcspRefusal.SignatureInvalid, _delegated, delegateInIssuersName.Encode());
        OcspAnswer issuerInDelegatesName =
            _delegated.Answer(AnHourAgo) with { Responder = _delegated.Signer, SigningKey = _delegated.Authority.Key, ByKey = byKey };
        Refuses(OcspRefusal.SignatureInvalid, _delegated, issuerInDelegatesName.Encode());
    }

    [Fact]
    public void A_delegate_that_is_not_in_the_response_is_refused() =>
        Refuses(OcspRefusal.SignerNotFound, _delegated, (_delegated.Answer(AnHourAgo) with { Embedded = [] }).Encode());

    [Fact]
    public void Superfluous_and_disordered_certificates_are_ignored()
    {
        TestCertificate rogue = TestCertificate.SelfSigned(CertificateSpec.Responder("CN=Rogue"));
        OcspAnswer answer = _delegated.Answer(AnHourAgo) with
        {
            Embedded = [rogue.Encoded, _delegated.Authority.Encoded, _delegated.Leaf.Encoded, _delegated.Signer.Encoded, rogue.Encoded],
        };
        Accepts(_delegated, answer.Encode());
        Accepts(_pki, (_pki.Answer(AnHourAgo) with { Embedded = [rogue.Encoded, _pki.Authority.Encoded] }).Encode());
    }

    [Fact]
    public void An_expired_namesake_in_front_does_not_hide_the_valid_delegate()
    {
        TestCertificate expired = _delegated.Authority.Issue(CertificateSpec.Responder() with { NotAfter = Now.AddDays(-1) });
        OcspAnswer answer = _delegated.Answer(AnHourAgo);
        Accepts(_delegated, (answer with { Embedded = [expired.Encoded, _delegated.Signer.Encoded] }).Encode());
    }

    [Theory]
    [InlineData(16, OcspRefusal.None)]
    [InlineData(17, OcspRefusal.TooManyCertificates)]
    [InlineData(1000, OcspRefusal.TooManyCertificates)]
    public void More_than_16_embedded_certificates_are_refused(int count, OcspRefusal refusal)
    {
        byte[][] embedded = Enumerable.Repeat(_delegated.Leaf.Encoded, count - 1).Append(_delegated.Signer.Encoded).ToArray();
        Assert.Equal(refusal, Judge(_delegated, (_delegated.Answer(AnHourAgo) with { Embedded = embedded }).Encode()).Refusal);
    }

    [Fact]
    public void A_malformed_embedded_certificate_is_refused() =>
        Refuses(OcspRefusal.NotDer, _delegated, (_delegated.Answer(AnHourAgo) with { Embedded = [[0x30, 0x02, 0x05, 0x00]] }).Encode());

    private static OcspAnswer AnswerOf(TestPki pki, CertificateSpec responder)
    {
        TestCertificate signer = pki.Authority.Issue(responder);
        return pki.Answer(AnHourAgo) with { Signer = signer, Embedded = [signer.Encoded] };
    }

    private static byte[] Flip(byte[] signature, int at)
    {
        signature[at] ^= 1;
        return signature;
    }
}
