using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Ocsp.OcspJudge;

namespace Staple32.Tests.Ocsp;

/// <summary>What the response is about.</summary>
public class SingleResponseTests
{
    private readonly TestPki _pki = TestPki.Of(KeyKind.P256);

    private SingleAnswer Ours => SingleAnswer.About(_pki.Leaf, _pki.Authority, AnHourAgo);

    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    public void Serial_number_and_both_hashes_must_match(string hash)
    {
        OcspAnswer right = _pki.Answer(AnHourAgo, hash);
        Accepts(_pki, right.Encode());
        Refuses(OcspRefusal.NotThisCertificate, _pki, right.About(s => s with { Serial = Changed(s.Serial) }).Encode());
        Refuses(OcspRefusal.NotThisCertificate, _pki, right.About(s => s with { IssuerNameHash = Changed(s.IssuerNameHash) }).Encode());
        Refuses(OcspRefusal.NotThisCertificate, _pki, right.About(s => s with { IssuerKeyHash = Changed(s.IssuerKeyHash) }).Encode());
        Refuses(OcspRefusal.NotThisCertificate, _pki, right.About(s => s with { IssuerKeyHash = s.IssuerKeyHash[..^1] }).Encode());
    }

    [Fact]
    public void The_two_hashes_are_not_interchangeable() => Refuses(
        OcspRefusal.NotThisCertificate, _pki,
        _pki.Answer(AnHourAgo).About(s => s with { IssuerNameHash = s.IssuerKeyHash, IssuerKeyHash = s.IssuerNameHash }).Encode());

    [Fact]
    public void The_digest_named_must_be_the_digest_used() => Refuses(
        OcspRefusal.NotThisCertificate, _pki,
        _pki.Answer(AnHourAgo, "SHA256").About(s => s with { HashOid = TestSignature.HashOid("SHA1") }).Encode());

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA224")]
    public void A_certificate_named_under_another_digest_is_not_recognised(string hash) =>
        Refuses(OcspRefusal.NotThisCertificate, _pki, _pki.Answer(AnHourAgo, hash).Encode());

    [Fact]
    public void A_response_about_nothing_is_refused() =>
        Refuses(OcspRefusal.NotThisCertificate, _pki, (_pki.Answer(AnHourAgo) with { Singles = [] }).Encode());

    [Fact]
    public void Ours_is_found_among_others()
    {
        SingleAnswer other = Ours with { Serial = [0x01], Status = AnswerStatus.Revoked };
        SingleAnswer unknown = Ours with { IssuerKeyHash = new byte[20], Status = AnswerStatus.Unknown };
        foreach (SingleAnswer[] order in (SingleAnswer[][])[[Ours, other, unknown], [other, unknown, Ours], [unknown, Ours, other]])
            Assert.Equal(OcspCertificateStatus.Good, Accepts(_pki, (_pki.Answer(AnHourAgo) with { Singles = order }).Encode()).Status);
    }

    [Fact]
    public void Good_and_revoked_about_the_same_certificate_is_revoked_in_any_order()
    {
        SingleAnswer good = Ours with { ThisUpdate = AnHourAgo.AddMinutes(30) };
        SingleAnswer revoked = Ours with { Status = AnswerStatus.Revoked };
        foreach (SingleAnswer[] order in (SingleAnswer[][])[[good, revoked], [revoked, good], [good, revoked, good]])
        {
            AcceptedResponse accepted = Accepts(_pki, (_pki.Answer(AnHourAgo) with { Singles = order }).Encode());
            Assert.Equal(OcspCertificateStatus.Revoked, accepted.Status);
            Assert.Equal(AnHourAgo, accepted.ThisUpdate);
        }
    }

    [Fact]
    public void Of_several_good_ones_the_latest_this_update_counts()
    {
        SingleAnswer old = Ours with { ThisUpdate = AnHourAgo.AddDays(-1) };
        SingleAnswer sha256 = SingleAnswer.About(_pki.Leaf, _pki.Authority, AnHourAgo.AddMinutes(1), "SHA256");
        foreach (SingleAnswer[] order in (SingleAnswer[][])[[old, Ours, sha256], [sha256, Ours, old], [Ours, sha256, old]])
            Assert.Equal(sha256.ThisUpdate, Accepts(_pki, (_pki.Answer(AnHourAgo) with { Singles = order }).Encode()).ThisUpdate);
    }

    [Fact]
    public void Unknown_is_refused() => Refuses(
        OcspRefusal.StatusUnknown, _pki, _pki.Answer(AnHourAgo).About(s => s with { Status = AnswerStatus.Unknown }).Encode());

    [Fact]
    public void An_unknown_that_is_later_than_good_is_refused_and_one_that_is_revoked_too_is_revoked()
    {
        SingleAnswer unknown = Ours with { Status = AnswerStatus.Unknown, ThisUpdate = AnHourAgo.AddMinutes(1) };
        Refuses(OcspRefusal.StatusUnknown, _pki, (_pki.Answer(AnHourAgo) with { Singles = [Ours, unknown] }).Encode());
        SingleAnswer revoked = Ours with { Status = AnswerStatus.Revoked };
        byte[] both = (_pki.Answer(AnHourAgo) with { Singles = [unknown, revoked] }).Encode();
        Assert.Equal(OcspCertificateStatus.Revoked, Accepts(_pki, both).Status);
    }

    [Fact]
    public void A_critical_extension_that_is_not_understood_is_refused()
    {
        TestExtension strange = new("1.2.3.4", true, [0x05, 0x00]);
        Refuses(OcspRefusal.CriticalExtension, _pki, (_pki.Answer(AnHourAgo) with { Extensions = [strange] }).Encode());
        Refuses(OcspRefusal.CriticalExtension, _pki, _pki.Answer(AnHourAgo).About(s => s with { Extensions = [strange] }).Encode());
    }

    [Fact]
    public void A_critical_extension_on_another_certificates_answer_does_not_concern_us()
    {
        SingleAnswer other = Ours with { Serial = [0x01], Extensions = [new TestExtension("1.2.3.4", true, [0x05, 0x00])] };
        Accepts(_pki, (_pki.Answer(AnHourAgo) with { Singles = [other, Ours] }).Encode());
    }

    [Fact]
    public void An_extension_that_occurs_twice_is_refused()
    {
        TestExtension strange = new("1.2.3.4", false, [0x05, 0x00]);
        Refuses(OcspRefusal.NotDer, _pki, (_pki.Answer(AnHourAgo) with { Extensions = [strange, strange] }).Encode());
    }

    // The last octet: the first bit of a serial number is its sign.
    private static byte[] Changed(byte[] octets) => [.. octets[..^1], (byte)(octets[^1] ^ 1)];
}
