using Staple32.Ocsp;
using Staple32.Retrieval;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>Responders that do not answer, and responders that ask to be left alone.</summary>
public sealed class OutageTests : IDisposable
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(4);

    private readonly SimulatedWorld _world = new();
    private readonly SimulatedResponder _responder;

    public OutageTests() => _responder = _world.Network.Add("a.test", s_life);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void After_five_transport_failures_in_a_row_one_request_at_a_time_probes_the_responder()
    {
        _responder.Behave = _ => Behaviour.Hangs;
        for (var i = 0; i < 100; i++) _world.Open(_responder);
        // Eight were out, and four took the places of the first four that failed; nobody else waited for a timeout of their own.
        RunFor(31);
        Assert.Equal(12, _responder.Requests - _responder.InFlight);
        Assert.DoesNotContain(_world.Servers, server => !server.Subscription.FirstAttempt.IsCompleted);
        _responder.MostInFlight = 0;
        var before = _responder.Requests;
        _world.Clock.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(1, _responder.MostInFlight);
        // A timeout of 15 s and a pause of 5 to 15 s each.
        Assert.InRange(_responder.Requests - before, 3600 / 31, 3600 / 19);
    }

    [Fact]
    public void When_it_answers_again_all_follow_in_step()
    {
        _responder.Behave = _ => Behaviour.Refuses;
        for (var i = 0; i < 400; i++) _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromHours(2));
        _responder.Behave = _ => new Behaviour(TimeSpan.FromMilliseconds(30));
        (_responder.Arrivals, _responder.MostInFlight) = ([], 0);
        _world.Clock.RunFor(TimeSpan.FromSeconds(26));
        Assert.DoesNotContain(_world.Servers, server => server.Get() is null);
        Assert.Equal(400, _responder.Arrivals.Count);
        Assert.InRange(_responder.Arrivals.GroupBy(at => (long)at.TotalSeconds).Max(second => second.Count()), 1, 42);
    }

    [Fact]
    public void A_responder_that_is_down_costs_a_certificate_with_another_url_no_time()
    {
        _responder.Behave = _ => Behaviour.Hangs;
        for (var i = 0; i < 10; i++) _world.Open(_responder);
        RunFor(20);
        var other = _world.Network.Add("b.test", s_life);
        var server = _world.Open(_responder, other);
        // The first attempt of Open may probe; those that follow do not.
        var next = Enumerable.Range(0, 20).Select(_ => _world.Open(_responder, other)).ToArray();
        RunFor(1);
        Assert.DoesNotContain(next, each => each.Get() is null);
        RunFor(15);
        Assert.NotNull(server.Get());
    }

    [Fact]
    public void An_open_while_a_probe_is_out_shares_what_the_probe_finds_out()
    {
        _responder.Behave = _ => Behaviour.Refuses;
        for (var i = 0; i < 10; i++) _world.Open(_responder);
        RunFor(60);
        _responder.Behave = _ => Behaviour.Hangs;
        _world.Open(_responder);
        RunFor(1);
        Assert.Equal(1, _responder.InFlight);
        var late = Enumerable.Range(0, 50).Select(_ => _world.Open(_responder)).ToArray();
        RunFor(13.5);
        Assert.DoesNotContain(late, server => server.Subscription.FirstAttempt.IsCompleted);
        RunFor(1);
        Assert.DoesNotContain(late, server => !server.Subscription.FirstAttempt.IsCompleted);
        Assert.All(late, server => Assert.Equal(TransportFailure.Timeout, server.Subscription.Query().LastProblem!.Failure));
        Assert.All(late, server => Assert.Equal(0, server.Subscription.Query().Requests));
    }

    [Fact]
    public void Answers_of_any_kind_are_no_transport_failures()
    {
        _responder.Behave = _ => Behaviour.Says(500);
        for (var i = 0; i < 50; i++) _world.Open(_responder);
        RunFor(30);
        _responder.MostInFlight = 0;
        _world.Clock.RunFor(TimeSpan.FromMinutes(30));
        Assert.DoesNotContain(_world.Log.Lines, line => line.Message.Contains("times in a row", StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_with_two_dead_responders_is_back_when_either_is()
    {
        var second = _world.Network.Add("b.test", s_life);
        _responder.Behave = second.Behave = _ => Behaviour.Refuses;
        for (var i = 0; i < 20; i++) _world.Open(_responder, second);
        _world.Clock.RunFor(TimeSpan.FromHours(3));
        second.Behave = _ => new Behaviour(TimeSpan.FromMilliseconds(30));
        _world.Clock.RunFor(TimeSpan.FromSeconds(40));
        Assert.DoesNotContain(_world.Servers, server => server.Get() is null);
    }

    [Fact]
    public void Closing_everything_during_an_outage_forgets_it()
    {
        _responder.Behave = _ => Behaviour.Refuses;
        for (var i = 0; i < 20; i++) _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromHours(1));
        foreach (var server in _world.Servers) server.Subscription.Close();
        var requests = _responder.Requests;
        _world.Clock.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(requests, _responder.Requests);
        _responder.Behave = _ => new Behaviour(TimeSpan.FromMilliseconds(30));
        var next = Enumerable.Range(0, 8).Select(_ => _world.Open(_responder)).ToArray();
        RunFor(0.1);
        Assert.DoesNotContain(next, server => server.Get() is null);
    }

    [Theory]
    [InlineData("1", 10, 12)]
    [InlineData("120", 120, 133)]
    [InlineData("999999999", 3600, 3631)]
    public void Retry_after_is_honoured_between_the_least_and_the_longest_delay(string retryAfter, int least, int most)
    {
        _responder.Behave = _ => Behaviour.Says(503, retryAfter);
        _responder.Arrivals = [];
        _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromHours(2));
        Assert.InRange((_responder.Arrivals[1] - _responder.Arrivals[0]).TotalSeconds, least, most);
    }

    [Fact]
    public void The_same_failure_of_the_same_responder_is_logged_once_and_then_hourly_with_a_count()
    {
        _responder.Behave = _ => Behaviour.Says(500);
        for (var i = 0; i < 500; i++) _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromHours(5));
        var lines = _world.Log.Lines.Where(line => line.Message.Contains("HTTP 500", StringComparison.Ordinal)).ToArray();
        Assert.InRange(lines.Length, 4, 6);
        Assert.Contains("more such", lines[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_304_is_taken_as_unchanged_and_costs_no_staple()
    {
        _responder.UsesValidators = true;
        var lazy = _world.Network.Add("lazy.test", TimeSpan.FromDays(2), TimeSpan.FromDays(2) - TimeSpan.FromHours(1));
        lazy.UsesValidators = true;
        var server = _world.Open(lazy);
        RunFor(1);
        server.Gaps.Clear();
        _world.Clock.RunFor(TimeSpan.FromDays(30));
        server.NoteGap(_world.Clock.Now);
        Assert.Empty(server.Gaps);
        Assert.True(lazy.NotModified > 10);
        Assert.Equal(0, server.Subscription.Query().ConsecutiveFailures);
    }

    [Fact]
    public void Every_error_after_a_good_response_leaves_the_good_response_alone()
    {
        var server = _world.Open(_responder);
        RunFor(1);
        var held = server.Installed;
        var errors = new Func<ulong, Behaviour>[]
        {
            _ => Behaviour.Hangs, _ => Behaviour.Refuses, _ => Behaviour.Says(404), _ => Behaviour.Says(200), _ => Behaviour.Says(503, "5"),
        };
        _responder.Behave = serial => errors[_responder.Requests % errors.Length](serial);
        _world.Clock.RunFor(held!.EffectiveNextUpdate - _world.Clock.Now - TimeSpan.FromMinutes(10.01));
        Assert.Same(held, server.Get());
        Assert.True(server.Subscription.Query().ConsecutiveFailures > 5);
        Assert.NotEqual(OcspRefusal.OlderThanHeld, server.Subscription.Query().LastProblem!.Refusal);
    }

    private void RunFor(double seconds) => _world.Clock.RunFor(TimeSpan.FromSeconds(seconds));
}
