using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>The wall clock is stepped under our feet; the responder's is right all the time.</summary>
public sealed class ClockStepTests : IDisposable
{
    private const double TenYears = 3652;

    private readonly SimulatedWorld _world = new();
    private readonly SimulatedResponder _responder;

    public ClockStepTests()
    {
        _responder = _world.Network.Add("a.test", TimeSpan.FromDays(4));
        _responder.Clock = () => SimulatedWorld.Start + _world.Clock.Elapsed;
    }

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(1 / 24.0)]
    [InlineData(-1 / 24.0)]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    [InlineData(3.0)]
    [InlineData(TenYears)]
    [InlineData(-TenYears)]
    public void While_the_clock_is_wrong_nothing_expired_is_handed_out_and_when_it_is_right_again_so_is_the_staple(double days)
    {
        for (var i = 0; i < 50; i++) _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromDays(1));
        _world.Clock.Step(TimeSpan.FromDays(days));
        AssertNothingExpired();
        var before = _responder.Requests;
        _world.Clock.RunFor(TimeSpan.FromSeconds(5));
        AssertNothingExpired();
        _world.Clock.RunFor(TimeSpan.FromHours(1));
        // Whoever holds nothing of use now has asked, within reason: backoff up to five minutes.
        Assert.InRange(_responder.Requests - before, 0, 50 * 30);
        AssertNothingExpired();

        _world.Clock.Step(TimeSpan.FromDays(-days));
        _world.Clock.RunFor(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(_world.Servers, server => server.Get() is null);
        foreach (var server in _world.Servers) server.NoteGap(_world.Clock.Now);
        foreach (var server in _world.Servers) server.Gaps.Clear();
        _world.Clock.RunFor(TimeSpan.FromDays(20));
        foreach (var server in _world.Servers) server.NoteGap(_world.Clock.Now);
        Assert.DoesNotContain(_world.Servers, server => server.Gaps.Count > 0);
    }

    [Fact]
    public void A_step_that_makes_a_staple_due_is_noticed_within_five_seconds()
    {
        var server = _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(10));
        var held = server.Installed!;
        var due = held.EffectiveNextUpdate - TimeSpan.FromHours(2);
        // As after a suspend: real time has passed, and the monotonic clock knows nothing of it.
        var step = due - _world.Clock.Now;
        _responder.Clock = () => _world.Clock.Now;
        _world.Clock.Step(step);
        _world.Clock.RunFor(TimeSpan.FromSeconds(5));
        Assert.NotSame(held, server.Installed);
        Assert.NotNull(server.Get());
    }

    [Fact]
    public void A_clock_that_is_stepped_all_the_time_does_not_make_a_busy_loop()
    {
        _responder.Behave = _ => Behaviour.Says(404);
        for (var i = 0; i < 10; i++) _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(1));
        var before = _responder.Requests;
        for (var i = 0; i < 720; i++)
        {
            _world.Clock.Step(TimeSpan.FromSeconds(i % 2 == 0 ? 90 : -90));
            _world.Clock.RunFor(TimeSpan.FromSeconds(5));
        }

        // GET and POST each time, at least ten seconds apart, for an hour.
        Assert.InRange(_responder.Requests - before, 10, 10 * 360 * 2);
    }

    [Fact]
    public void Small_corrections_that_add_up_are_noticed_too()
    {
        var server = _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(10));
        _responder.Clock = () => _world.Clock.Now;
        for (var i = 0; i < 20_000; i++)
        {
            _world.Clock.Step(TimeSpan.FromSeconds(0.9));
            _world.Clock.RunFor(TimeSpan.FromSeconds(8));
            if (server.Get() is null) Assert.Fail($"no staple after {i} corrections");
        }
    }

    [Fact]
    public void The_time_of_the_next_attempt_follows_the_clock()
    {
        var server = _world.Open(_responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(10));
        var next = server.Subscription.Query().NextAttempt!.Value;
        _world.Clock.Step(TimeSpan.FromHours(-1));
        _world.Clock.RunFor(TimeSpan.FromSeconds(5));
        Assert.InRange(server.Subscription.Query().NextAttempt!.Value, next - TimeSpan.FromMinutes(30), next + TimeSpan.FromMinutes(30));
    }

    private void AssertNothingExpired()
    {
        foreach (var server in _world.Servers)
        {
            if (server.Get() is not { } staple) continue;
            Assert.InRange(_world.Clock.Now, staple.ThisUpdate - TimeSpan.FromMinutes(5), staple.EffectiveNextUpdate - TimeSpan.FromMinutes(10));
        }
    }
}
