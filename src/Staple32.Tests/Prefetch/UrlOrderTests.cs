using Staple32.Ocsp;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>Several URLs: all in order, the one that worked last first.</summary>
public sealed class UrlOrderTests : IDisposable
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(4);

    private readonly SimulatedWorld _world = new();
    private readonly SimulatedResponder[] _responders;

    public UrlOrderTests() => _responders = [.. "abc".Select(name => _world.Network.Add($"{name}.test", s_life))];

    public void Dispose() => _world.Dispose();

    [Fact]
    public void One_attempt_goes_through_all_urls_in_order_until_one_works()
    {
        _responders[0].Behave = _ => Behaviour.Refuses;
        _responders[1].Behave = _ => Behaviour.Says(404);
        var server = _world.Open(_responders);
        _world.Clock.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal("http://c.test/ocsp", Assert.Single(server.Updates).SourceUrl);
        // A GET that is answered 404 is tried once as POST.
        Assert.Equal([1, 2, 1], _responders.Select(responder => responder.Requests));
    }

    [Fact]
    public void The_first_attempt_ends_when_the_last_url_has_failed()
    {
        foreach (var responder in _responders) responder.Behave = _ => Behaviour.Hangs;
        var server = _world.Open(_responders);
        _world.Clock.RunFor(TimeSpan.FromSeconds(44));
        Assert.False(server.Subscription.FirstAttempt.IsCompleted);
        _world.Clock.RunFor(TimeSpan.FromSeconds(2));
        Assert.True(server.Subscription.FirstAttempt.IsCompleted);
    }

    [Fact]
    public void The_url_that_worked_last_goes_first_next_time()
    {
        _responders[0].Behave = _ => Behaviour.Says(500);
        var server = _world.Open(_responders);
        _world.Clock.RunFor(TimeSpan.FromSeconds(2));
        var before = _responders.Select(responder => responder.Requests).ToArray();
        _world.Clock.RunFor(s_life);
        Assert.Equal(before[0], _responders[0].Requests);
        Assert.True(_responders[1].Requests > before[1]);
        Assert.Equal(0, _responders[2].Requests);

        // When it fails the others follow in the order of the certificate.
        _responders[1].Behave = _ => Behaviour.Says(500);
        before = [.. _responders.Select(responder => responder.Requests)];
        _world.Clock.RunFor(s_life);
        Assert.True(_responders[0].Requests > before[0]);
        Assert.Equal("http://c.test/ocsp", server.Updates[^1].SourceUrl);
    }

    [Fact]
    public void A_stale_copy_at_one_url_is_refused_and_the_next_url_asked()
    {
        var server = _world.Open(_responders[0], _responders[1]);
        _world.Clock.RunFor(TimeSpan.FromDays(1));
        var held = server.Installed!;
        _responders[0].Clock = () => held.ThisUpdate - TimeSpan.FromDays(1);
        _world.Clock.RunFor(s_life);
        Assert.True(server.Installed!.ThisUpdate > held.ThisUpdate);
        Assert.Equal("http://b.test/ocsp", server.Updates[^1].SourceUrl);
    }

    [Fact]
    public void A_responder_whose_response_is_expired_is_told_of_but_the_next_url_is_asked_for_a_valid_one()
    {
        _responders[0].Clock = () => _world.Clock.Now - TimeSpan.FromDays(30);
        var server = _world.Open(_responders[0], _responders[1]);
        _world.Clock.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal(2, server.Updates.Count);
        Assert.True(server.Updates[0].New.EffectiveNextUpdate < _world.Clock.Now);
        Assert.Same(server.Updates[1].New, server.Get());
    }

    [Fact]
    public void An_expired_response_is_the_latest_but_is_not_handed_out()
    {
        _responders[0].Clock = () => _world.Clock.Now - TimeSpan.FromDays(30);
        var server = _world.Open(_responders[0]);
        _world.Clock.RunFor(TimeSpan.FromSeconds(2));
        Assert.Single(server.Updates);
        Assert.Null(server.Get());
        var requests = _responders[0].Requests;
        _world.Clock.RunFor(TimeSpan.FromDays(1));
        // Backoff up to five minutes, not a loop.
        Assert.InRange(_responders[0].Requests - requests, 200, 700);
        _responders[0].Clock = () => _world.Clock.Now;
        _world.Clock.RunFor(TimeSpan.FromMinutes(8));
        Assert.NotNull(server.Get());
    }

    [Fact]
    public void With_one_url_a_stale_copy_never_replaces_what_is_held()
    {
        var server = _world.Open(_responders[0]);
        _world.Clock.RunFor(TimeSpan.FromDays(1));
        var held = server.Installed!;
        _responders[0].Clock = () => held.ThisUpdate - TimeSpan.FromDays(1);
        _world.Clock.RunFor(held.EffectiveNextUpdate - _world.Clock.Now - TimeSpan.FromMinutes(11));
        Assert.Same(held, server.Get());
        Assert.Equal(OcspRefusal.OlderThanHeld, server.Subscription.Query().LastProblem!.Refusal);
    }

    [Fact]
    public void Good_then_revoked_then_good_is_followed_each_time()
    {
        var server = _world.Open(_responders[0]);
        _world.Clock.RunFor(TimeSpan.FromDays(1));
        _responders[0].StatusOf = _ => SimulatedResponse.Revoked;
        _world.Clock.RunFor(s_life);
        Assert.Equal(OcspCertificateStatus.Revoked, server.Get()!.Status);
        _responders[0].StatusOf = _ => SimulatedResponse.Good;
        _world.Clock.RunFor(s_life);
        Assert.Equal(OcspCertificateStatus.Good, server.Get()!.Status);
    }
}
