using Staple32.Ocsp;
using Staple32.Prefetch;
using Xunit;

namespace Staple32.Tests.Prefetch;

public sealed class SuccessionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);

    [Fact]
    public void An_older_response_is_refused_while_the_one_held_is_valid() =>
        Assert.True(Succession.IsBackwards(Response(-10, 10), Response(-5, 10), s_now, s_skew));

    [Fact]
    public void One_of_the_same_time_or_newer_is_not_backwards()
    {
        Assert.False(Succession.IsBackwards(Response(-5, 10), Response(-5, 10), s_now, s_skew));
        Assert.False(Succession.IsBackwards(Response(-4, 10), Response(-5, 10), s_now, s_skew));
        Assert.False(Succession.IsBackwards(Response(-4, -1), Response(-5, 10), s_now, s_skew));
        Assert.False(Succession.IsBackwards(Response(-4, 10), null, s_now, s_skew));
    }

    [Fact]
    public void An_older_response_that_is_valid_replaces_one_that_is_not_any_more_or_not_yet()
    {
        Assert.False(Succession.IsBackwards(Response(-10, 10), Response(-5, -1), s_now, s_skew));
        Assert.False(Succession.IsBackwards(Response(-10, 10), Response(5, 20), s_now, s_skew));
    }

    [Fact]
    public void An_older_response_that_is_not_valid_itself_replaces_nothing() =>
        Assert.True(Succession.IsBackwards(Response(-10, -2), Response(-5, -1), s_now, s_skew));

    [Fact]
    public void A_response_signed_again_with_the_same_times_and_status_is_no_news()
    {
        var held = Response(-5, 10);
        Assert.False(Succession.IsNews(Response(-5, 10, producedAt: -1), held));
        Assert.False(Succession.IsNews(Response(-5, 12, producedAt: -6), held));
        Assert.True(Succession.IsNews(Response(-5, 12, producedAt: -1), held));
        Assert.True(Succession.IsNews(Response(-5, 10, producedAt: -1, status: OcspCertificateStatus.Revoked), held));
        Assert.True(Succession.IsNews(Response(-4, 10), held));
        Assert.True(Succession.IsNews(held, null));
    }

    private static AcceptedResponse Response(
        int thisUpdate, int nextUpdate, int? producedAt = null, OcspCertificateStatus status = OcspCertificateStatus.Good) => new()
        {
            Encoded = new byte[] { 1 },
            Status = status,
            ProducedAt = s_now + TimeSpan.FromHours(producedAt ?? thisUpdate),
            ThisUpdate = s_now + TimeSpan.FromHours(thisUpdate),
            NextUpdate = s_now + TimeSpan.FromHours(nextUpdate),
            EffectiveNextUpdate = s_now + TimeSpan.FromHours(nextUpdate),
            RevocationTime = null,
            RevocationReason = null,
            HashOid = "1.3.14.3.2.26",
        };
}
