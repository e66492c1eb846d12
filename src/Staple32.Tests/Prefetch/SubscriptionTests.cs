using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>Opening, sharing, being told, closing.</summary>
public sealed class SubscriptionTests : IDisposable
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(4);

    private readonly SimulatedWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void The_first_retrieval_starts_without_delay_and_is_told_of_once_before_it_counts_as_ended()
    {
        var server = _world.Open(_world.Network.Add("a.test", s_life));
        var first = server.Subscription.FirstAttempt;
        Assert.False(first.IsCompleted);
        RunFor(1);
        Assert.True(first.IsCompletedSuccessfully);
        Assert.NotNull(server.Get());
        var update = Assert.Single(server.Updates);
        Assert.Same(server.Installed, update.New);
        Assert.Null(update.Previous);
        Assert.Equal("http://a.test/ocsp", update.SourceUrl);
        Assert.Equal(0, update.WriteError);
    }

    [Fact]
    public void A_first_attempt_that_fails_ends_too()
    {
        var responder = _world.Network.Add("a.test", s_life);
        responder.Behave = _ => Behaviour.Hangs;
        var server = _world.Open(responder);
        RunFor(14.9);
        Assert.False(server.Subscription.FirstAttempt.IsCompleted);
        RunFor(0.2);
        Assert.True(server.Subscription.FirstAttempt.IsCompletedSuccessfully);
        Assert.Null(server.Get());
    }

    [Fact]
    public void Equal_requests_share_one_retrieval_and_one_response()
    {
        var responder = _world.Network.Add("a.test", s_life);
        var leaf = SimulatedCertificate.Make(1);
        for (var i = 0; i < 1000; i++) _world.Open(SimulatedCertificate.Make(1), responder);
        RunFor(1);
        var late = _world.Open(leaf, responder);
        Assert.Equal(1, responder.Requests);
        Assert.NotNull(late.Installed);
        Assert.DoesNotContain(_world.Servers, server => !ReferenceEquals(server.Installed, late.Installed));
    }

    [Fact]
    public void Requests_that_differ_in_certificate_settings_or_urls_do_not_share()
    {
        var (a, b) = (_world.Network.Add("a.test", s_life), _world.Network.Add("b.test", s_life));
        var leaf = SimulatedCertificate.Make(1);
        _world.Open(leaf, a);
        _world.Open(SimulatedCertificate.Make(2), a);
        _world.Open(leaf, a, b);
        _world.Settings = _world.Settings with { MinValidity = TimeSpan.FromSeconds(601) };
        _world.Open(leaf, a);
        RunFor(1);
        Assert.Equal(4, a.Requests);
    }

    [Fact]
    public void Whoever_joins_an_entry_that_holds_a_response_is_told_of_it_at_once_without_a_previous_one()
    {
        var responder = _world.Network.Add("a.test", s_life);
        var early = _world.Open(SimulatedCertificate.Make(1), responder);
        RunFor(1);
        var late = _world.Open(SimulatedCertificate.Make(1), responder);
        var update = Assert.Single(late.Updates);
        Assert.Same(early.Installed, update.New);
        Assert.Null(update.Previous);
        Assert.True(late.Subscription.FirstAttempt.IsCompletedSuccessfully);

        _world.Clock.RunFor(s_life);
        Assert.Equal(early.Updates.Skip(1), late.Updates.Skip(1));
        Assert.Same(update.New, late.Updates[1].Previous);
    }

    [Fact]
    public void Updates_come_in_order_and_each_names_the_one_before()
    {
        var server = _world.Open(_world.Network.Add("a.test", s_life));
        _world.Clock.RunFor(TimeSpan.FromDays(30));
        Assert.InRange(server.Updates.Count, 8, 20);
        for (var i = 1; i < server.Updates.Count; i++)
        {
            Assert.Same(server.Updates[i - 1].New, server.Updates[i].Previous);
            Assert.True(server.Updates[i - 1].New.ThisUpdate < server.Updates[i].New.ThisUpdate);
        }
    }

    [Fact]
    public void After_close_nothing_is_installed_or_told_and_the_others_go_on()
    {
        var responder = _world.Network.Add("a.test", s_life);
        var (leaves, stays) = (_world.Open(SimulatedCertificate.Make(1), responder), _world.Open(SimulatedCertificate.Make(1), responder));
        RunFor(1);
        leaves.Subscription.Close();
        leaves.Subscription.Close();
        _world.Clock.RunFor(TimeSpan.FromDays(10));
        Assert.Equal(1, leaves.Installs);
        Assert.Single(leaves.Updates);
        Assert.True(stays.Updates.Count > 1);
    }

    [Fact]
    public void The_last_close_cancels_a_running_retrieval_and_stops_the_timer()
    {
        var responder = _world.Network.Add("a.test", s_life);
        responder.Behave = _ => Behaviour.Hangs;
        var server = _world.Open(responder);
        RunFor(1);
        Assert.Equal(1, responder.InFlight);
        var first = server.Subscription.FirstAttempt;
        server.Subscription.Close();
        Assert.Equal(0, responder.InFlight);
        Assert.True(first.IsCompletedSuccessfully);
        _world.Clock.RunFor(TimeSpan.FromDays(10));
        Assert.Equal(1, responder.Requests);
        Assert.Equal(0, server.Installs);

        // The entry that comes after it is a new one.
        responder.Behave = _ => new Behaviour(TimeSpan.FromMilliseconds(10));
        var next = _world.Open(SimulatedCertificate.Make(1), responder);
        RunFor(1);
        Assert.NotNull(next.Get());
    }

    [Fact]
    public void Nothing_wakes_up_while_nothing_is_open_and_one_timer_serves_all_while_something_is()
    {
        Assert.Equal(0, _world.Clock.PendingTimers);
        var responder = _world.Network.Add("a.test", s_life);
        for (var i = 0; i < 100; i++) _world.Open(responder);
        RunFor(60);
        Assert.Equal(1, _world.Clock.PendingTimers);
        var fired = _world.Clock.TimersFired;
        _world.Clock.RunFor(TimeSpan.FromHours(1));
        Assert.InRange(_world.Clock.TimersFired - fired, 0, 901);
        foreach (var server in _world.Servers) server.Subscription.Close();
        Assert.Equal(0, _world.Clock.PendingTimers);
    }

    [Fact]
    public void Closing_from_within_a_call_is_allowed()
    {
        var responder = _world.Network.Add("a.test", s_life);
        var server = _world.Open(responder);
        server.OnNotify = _ => server.Subscription.Close();
        _world.Clock.RunFor(TimeSpan.FromDays(10));
        Assert.Single(server.Updates);
        Assert.Equal(1, responder.Requests);
    }

    [Fact]
    public void A_sink_that_throws_does_not_take_the_others_with_it()
    {
        var responder = _world.Network.Add("a.test", s_life);
        var (bad, good) = (_world.Open(SimulatedCertificate.Make(1), responder), _world.Open(SimulatedCertificate.Make(1), responder));
        bad.OnInstall = _ => throw new InvalidOperationException("out of order");
        bad.OnNotify = _ => throw new InvalidOperationException("out of order");
        _world.Clock.RunFor(TimeSpan.FromDays(5));
        Assert.Equal(good.Installs, bad.Installs);
        Assert.True(good.Updates.Count > 1);
        Assert.Contains(_world.Log.Lines, line => line.Message.Contains("out of order", StringComparison.Ordinal));
    }

    [Fact]
    public void A_disposed_prefetcher_is_silent_and_opens_nothing()
    {
        var responder = _world.Network.Add("a.test", s_life);
        var server = _world.Open(responder);
        _world.Prefetcher.Dispose();
        Assert.True(server.Subscription.FirstAttempt.IsCompleted);
        _world.Clock.RunFor(TimeSpan.FromDays(10));
        Assert.Equal(0, server.Installs);
        server.Subscription.Close();
        Assert.Throws<ObjectDisposedException>(() => _world.Open(responder));
        Assert.Equal(0, _world.Clock.PendingTimers);
    }

    [Fact]
    public void A_request_that_could_never_be_answered_is_refused()
    {
        var leaf = SimulatedCertificate.Make(1);
        var none = new ServerResponseRequest(leaf, null, [], _world.Settings, DirectoryMode.None, null);
        var sink = new SimulatedServer(_world.Clock, leaf, _world.Network.Add("a.test", s_life), _world.Settings);
        Assert.Throws<ArgumentException>(() => _world.Prefetcher.Open(none, sink));
        Assert.Throws<ArgumentException>(() => _world.Prefetcher.Open(none with { Mode = DirectoryMode.Read }, sink));
    }

    [Fact]
    public void A_status_query_shows_what_is_held_what_failed_and_what_is_next()
    {
        var responder = _world.Network.Add("a.test", s_life);
        responder.Behave = _ => Behaviour.Says(404);
        var server = _world.Open(responder);
        var before = server.Subscription.Query();
        Assert.Equal(ServerResponseState.None, before.State);
        Assert.Equal(_world.Clock.Now, before.NextAttempt);
        Assert.Null(before.LastAttempt);
        RunFor(1);
        var failed = server.Subscription.Query();
        Assert.Equal((ServerResponseState.None, 1, 404), (failed.State, failed.ConsecutiveFailures, failed.LastProblem!.HttpStatus));
        Assert.InRange(failed.NextAttempt!.Value, _world.Clock.Now, _world.Clock.Now + TimeSpan.FromSeconds(15));

        responder.Behave = _ => new Behaviour(TimeSpan.FromMilliseconds(10));
        responder.StatusOf = _ => SimulatedResponse.Revoked;
        RunFor(20);
        var held = server.Subscription.Query();
        Assert.Equal((ServerResponseState.Revoked, 0, 2L, 3L), (held.State, held.ConsecutiveFailures, held.Retrievals, held.Requests));
        Assert.Null(held.LastProblem);
        Assert.Equal(server.Installed!.ThisUpdate, held.ThisUpdate);
        Assert.Equal(held.NextUpdate - TimeSpan.FromSeconds(600), held.ServedUntil);
        Assert.InRange(held.NextAttempt!.Value, held.NextUpdate!.Value - TimeSpan.FromHours(4), held.NextUpdate.Value);
        Assert.Equal("http://a.test/ocsp", held.Source);
    }

    [Fact]
    public void A_certificate_that_the_responder_does_not_know_has_the_state_unknown_once_nothing_valid_is_held()
    {
        var responder = _world.Network.Add("a.test", s_life);
        var server = _world.Open(responder);
        RunFor(1);
        var held = server.Installed;
        responder.StatusOf = _ => SimulatedResponse.Unknown;
        _world.Clock.RunFor(s_life - TimeSpan.FromHours(2) - (_world.Clock.Now - held!.ThisUpdate));
        Assert.Equal(OcspRefusal.StatusUnknown, server.Subscription.Query().LastProblem?.Refusal);
        Assert.Equal(ServerResponseState.Good, server.Subscription.Query().State);
        Assert.Same(held, server.Get());
        _world.Clock.RunFor(TimeSpan.FromHours(3));
        Assert.Equal(ServerResponseState.Unknown, server.Subscription.Query().State);
        Assert.Null(server.Get());
    }

    private void RunFor(double seconds) => _world.Clock.RunFor(TimeSpan.FromSeconds(seconds));
}
