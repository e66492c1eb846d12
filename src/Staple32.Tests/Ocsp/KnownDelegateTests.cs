using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Ocsp.OcspJudge;

namespace Staple32.Tests.Ocsp;

/// <summary>A delegated signer that was accepted before: what is remembered of it decides nothing else.</summary>
public class KnownDelegateTests
{
    private readonly TestPki _pki = TestPki.Of(KeyKind.P256);

    [Fact]
    public void It_is_found_again_for_its_issuer_only()
    {
        var known = new KnownDelegates(1);
        TestCertificate delegate_ = _pki.Authority.Issue(CertificateSpec.Responder());
        Assert.Null(known.Find(delegate_.Encoded, _pki.Authority.Parsed));

        known.Add(delegate_.Parsed, _pki.Authority.Parsed);

        Assert.Equal(delegate_.Encoded, known.Find(delegate_.Encoded, _pki.Authority.Parsed)!.Encoded);
        Assert.Null(known.Find(delegate_.Encoded, Namesake().Parsed));
        Assert.Null(known.Find(delegate_.Encoded, _pki.Leaf.Parsed));
        byte[] changed = [.. delegate_.Encoded];
        changed[^1] ^= 1;
        Assert.Null(known.Find(changed, _pki.Authority.Parsed));
    }

    [Fact]
    public void One_that_has_expired_since_is_refused()
    {
        TestCertificate delegate_ = _pki.Authority.Issue(CertificateSpec.Responder() with { NotAfter = Now.AddHours(1) });
        byte[] response = AnswerOf(delegate_).Encode();
        Accepts(_pki, response);
        Refuses(OcspRefusal.SignerNotTimeValid, _pki, response, Now.AddHours(1));
    }

    [Fact]
    public void Its_next_response_has_its_own_signature_judged()
    {
        TestCertificate delegate_ = _pki.Authority.Issue(CertificateSpec.Responder());
        AcceptedResponse accepted = Accepts(_pki, AnswerOf(delegate_).Encode());
        Assert.True(accepted.Encoded.Span.Overlaps(accepted.EncodedDelegate.Span));
        OcspAnswer forged = AnswerOf(delegate_) with { SigningKey = TestKey.Of(KeyKind.P256, "rogue") };
        Refuses(OcspRefusal.SignatureInvalid, _pki, forged.Encode());
        accepted = Accepts(_pki, AnswerOf(delegate_).Encode());
        Assert.True(accepted.Encoded.Span.Overlaps(accepted.EncodedDelegate.Span));
    }

    [Fact]
    public void It_does_not_speak_for_a_namesake_of_its_issuer()
    {
        TestCertificate delegate_ = _pki.Authority.Issue(CertificateSpec.Responder());
        Accepts(_pki, AnswerOf(delegate_).Encode());

        TestCertificate namesake = Namesake();
        TestCertificate leaf = namesake.Issue(new CertificateSpec { Subject = "CN=leaf.example" });
        OcspAnswer answer = AnswerOf(delegate_) with { Singles = [SingleAnswer.About(leaf, namesake, AnHourAgo, "SHA1")] };
        Assert.Equal(
            OcspRefusal.SignerNotAuthorized, OcspVerifier.Verify(answer.Encode(), leaf.Parsed, namesake.Parsed, Now, Defaults).Refusal);
    }

    private OcspAnswer AnswerOf(TestCertificate delegate_) =>
        _pki.Answer(AnHourAgo) with { Signer = delegate_, Embedded = [delegate_.Encoded] };

    private TestCertificate Namesake() => TestCertificate.SelfSigned(new CertificateSpec
    {
        SubjectEncoded = _pki.Authority.Subject,
        Key = TestKey.Of(KeyKind.P256, "namesake"),
        IsAuthority = true,
    });
}
