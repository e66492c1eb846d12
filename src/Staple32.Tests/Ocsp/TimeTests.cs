using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Ocsp.OcspJudge;

namespace Staple32.Tests.Ocsp;

/// <summary>thisUpdate, nextUpdate, producedAt, and which response may follow which.</summary>
public class TimeTests
{
    private static readonly DateTimeOffset s_never = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private readonly TestPki _pki = TestPki.Of(KeyKind.P256);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(360, false)]
    [InlineData(2 * 86400, false)]
    public void This_update_may_be_ahead_by_the_allowed_skew(int seconds, bool accepted)
    {
        OcspAnswer answer = _pki.Answer(Now.AddSeconds(seconds)) with { ProducedAt = Now };
        if (accepted)
            Assert.Equal(Now.AddSeconds(seconds), Accepts(_pki, answer.Encode()).ThisUpdate);
        else
            Refuses(OcspRefusal.ThisUpdateInFuture, _pki, answer.Encode());
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(2 * 86400, false)]
    public void Produced_at_may_be_ahead_by_the_allowed_skew(int seconds, bool accepted)
    {
        OcspAnswer answer = _pki.Answer(AnHourAgo) with { ProducedAt = Now.AddSeconds(seconds) };
        if (accepted)
            Accepts(_pki, answer.Encode());
        else
            Refuses(OcspRefusal.ProducedAtInFuture, _pki, answer.Encode());
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-1)]
    [InlineData(0)]
    public void Next_update_must_be_after_this_update(int seconds) => Refuses(
        OcspRefusal.NextUpdateBeforeThisUpdate, _pki,
        _pki.Answer(AnHourAgo).About(s => s with { NextUpdate = s.ThisUpdate.AddSeconds(seconds) }).Encode());

    [Theory]
    [InlineData(1)]
    [InlineData(9 * 60)]
    [InlineData(8 * 3600)]
    [InlineData(10 * 86400)]
    public void Any_validity_is_accepted_even_one_that_is_over(int seconds)
    {
        // "Expired" is for whoever hands responses out: this may be the latest there is.
        AcceptedResponse accepted = Accepts(
            _pki, _pki.Answer(Now.AddDays(-20)).About(s => s with { NextUpdate = s.ThisUpdate.AddSeconds(seconds) }).Encode());
        Assert.Equal(Now.AddDays(-20).AddSeconds(seconds), accepted.EffectiveNextUpdate);
        Assert.True(accepted.EffectiveNextUpdate < Now);
    }

    [Fact]
    public void Without_next_update_the_setting_stands_in()
    {
        AcceptedResponse accepted = Accepts(_pki, _pki.Answer(AnHourAgo).About(s => s with { NextUpdate = null }).Encode());
        Assert.Null(accepted.NextUpdate);
        Assert.Equal(AnHourAgo + Defaults.ValidityWithoutNextUpdate, accepted.EffectiveNextUpdate);
    }

    [Fact]
    public void Next_update_in_the_year_9999_is_not_an_overflow()
    {
        AcceptedResponse accepted = Accepts(_pki, _pki.Answer(AnHourAgo).About(s => s with { NextUpdate = s_never }).Encode());
        Assert.Equal(s_never, accepted.EffectiveNextUpdate);
    }

    [Fact]
    public void At_the_end_of_time_nothing_overflows()
    {
        byte[] response = (_pki.Answer(Now) with { ProducedAt = s_never })
            .About(s => s with { ThisUpdate = s_never, NextUpdate = null }).Encode();
        Assert.Equal(DateTimeOffset.MaxValue, Accepts(_pki, response, DateTimeOffset.MaxValue).EffectiveNextUpdate);
        Refuses(OcspRefusal.ThisUpdateInFuture, _pki, response, DateTimeOffset.MinValue);
    }

    [Fact]
    public void The_validity_ends_with_the_delegated_signer()
    {
        DateTimeOffset end = Now.AddHours(5);
        TestCertificate signer = _pki.Authority.Issue(CertificateSpec.Responder() with { NotAfter = end });
        OcspAnswer answer = _pki.Answer(AnHourAgo) with { Signer = signer, Embedded = [signer.Encoded] };

        AcceptedResponse accepted = Accepts(_pki, answer.Encode());
        Assert.Equal(end, accepted.EffectiveNextUpdate);
        Assert.Equal(AnHourAgo.AddDays(7), accepted.NextUpdate);
        Assert.Equal(end, Accepts(_pki, answer.About(s => s with { NextUpdate = s_never }).Encode()).EffectiveNextUpdate);
        Assert.Equal(end, Accepts(_pki, answer.About(s => s with { NextUpdate = null }).Encode()).EffectiveNextUpdate);
    }

    [Theory]
    [InlineData(-1, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(1, 0, false)]
    [InlineData(-86400, 6, true)]
    [InlineData(-1, 7, false)]
    [InlineData(-86400, 30, false)]
    public void An_older_response_is_backwards_while_the_one_held_is_valid(int seconds, int daysLater, bool backwards)
    {
        AcceptedResponse held = Accepts(_pki, _pki.Answer(AnHourAgo).Encode());
        AcceptedResponse candidate = Accepts(_pki, _pki.Answer(AnHourAgo.AddSeconds(seconds)).Encode());
        Assert.Equal(backwards, ResponseOrder.IsBackwards(candidate, held, AnHourAgo.AddDays(daysLater)));
    }

    [Fact]
    public void Good_then_revoked_then_good_each_follow_by_time()
    {
        AcceptedResponse first = Accepts(_pki, _pki.Answer(Now.AddHours(-3)).Encode());
        AcceptedResponse revoked = Accepts(_pki, _pki.Answer(Now.AddHours(-2)).About(s => s with { Status = AnswerStatus.Revoked }).Encode());
        AcceptedResponse again = Accepts(_pki, _pki.Answer(Now.AddHours(-1)).Encode());
        Assert.False(ResponseOrder.IsBackwards(revoked, first, Now));
        Assert.False(ResponseOrder.IsBackwards(again, revoked, Now));
        Assert.True(ResponseOrder.IsBackwards(first, revoked, Now));
    }
}
