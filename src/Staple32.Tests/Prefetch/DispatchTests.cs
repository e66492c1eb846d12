using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>Who goes when: limits, the earliest deadline first, nobody held up by another's responder.</summary>
public sealed class DispatchTests : IDisposable
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(4);

    private readonly SimulatedWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Requests_in_flight_are_bounded_per_responder()
    {
        var responder = _world.Network.Add("a.test", s_life);
        for (var i = 0; i < 100; i++) _world.Open(responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(8, responder.MostInFlight);
        Assert.DoesNotContain(_world.Servers, server => server.Get() is null);
    }

    [Fact]
    public void Requests_in_flight_are_bounded_in_all()
    {
        for (var i = 0; i < 100; i++) _world.Open(_world.Network.Add($"{i}.test", s_life));
        _world.Clock.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(64, _world.Network.MostInFlight);
        Assert.DoesNotContain(_world.Servers, server => server.Get() is null);
    }

    [Fact]
    public void Urls_of_one_host_and_port_share_its_limit()
    {
        var responder = _world.Network.Add("a.test", s_life);
        _world.Settings = _world.Settings with { MaxConcurrentRetrievalsPerResponder = 2 };
        for (var i = 0; i < 20; i++) _world.Open(responder);
        _world.Settings = _world.Settings with { MinValidity = TimeSpan.FromSeconds(1) };
        for (var i = 0; i < 20; i++) _world.Open(responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(2, responder.MostInFlight);
    }

    [Fact]
    public void Hanging_responders_never_delay_the_certificates_of_others()
    {
        var hanging = Enumerable.Range(0, 7).Select(i => _world.Network.Add($"hanging{i}.test", s_life)).ToArray();
        foreach (var responder in hanging) responder.Behave = _ => Behaviour.Hangs;
        foreach (var responder in hanging)
        {
            for (var i = 0; i < 100; i++) _world.Open(responder);
        }

        var healthy = _world.Network.Add("healthy.test", s_life);
        var servers = Enumerable.Range(0, 100).Select(_ => _world.Open(healthy)).ToArray();
        // Seven times eight places are taken; the eight that are left are enough.
        _world.Clock.RunFor(TimeSpan.FromSeconds(2));
        Assert.DoesNotContain(servers, server => server.Get() is null);
    }

    [Fact]
    public void Requests_that_hang_hold_up_no_others_at_their_own_responder()
    {
        var responder = _world.Network.Add("a.test", s_life);
        responder.Behave = serial => serial % 10 == 0 ? Behaviour.Hangs : new Behaviour(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 500; i++) _world.Open(responder);
        // Fifty hang for 15 seconds each: eight at a time would take a minute and a half.
        _world.Clock.RunFor(TimeSpan.FromSeconds(14));
        Assert.DoesNotContain(_world.Servers, server => server.Serial % 10 != 0 && server.Get() is null);
        Assert.InRange(responder.MostInFlight, 8, 8 + 50);
    }

    [Fact]
    public void A_responder_that_is_slow_for_everybody_is_not_asked_by_more_than_its_limit()
    {
        var responder = _world.Network.Add("a.test", s_life);
        responder.Behave = _ => new Behaviour(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 100; i++) _world.Open(responder);
        _world.Clock.RunFor(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(_world.Servers, server => server.Get() is null);
        Assert.Equal(8, responder.MostInFlight);
    }

    [Fact]
    public void A_responder_that_answers_nobody_is_not_asked_by_more_than_its_limit()
    {
        var responder = _world.Network.Add("a.test", s_life);
        responder.Behave = _ => Behaviour.Hangs;
        for (var i = 0; i < 100; i++) _world.Open(responder);
        _world.Clock.RunFor(TimeSpan.FromMinutes(2));
        Assert.Equal(8, responder.MostInFlight);
    }

    [Fact]
    public void When_more_is_due_than_may_go_those_without_a_staple_go_first_then_the_earliest_deadline()
    {
        _world.Settings = _world.Settings with { MaxConcurrentRetrievalsPerResponder = 1 };
        // Each certificate has a moment of its own at which its response ends: nine hours apart, over and over.
        var responder = _world.Network.Add("a.test", TimeSpan.FromDays(4), TimeSpan.FromDays(4));
        for (var i = 0; i < 30; i++) _world.Open(responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(10));
        var deadlines = _world.Servers.ToDictionary(server => server.Serial, server => server.Installed!.EffectiveNextUpdate);

        // All become due at the same moment: the clock goes back by a year, and then forth by nearly four more days.
        List<ulong> order = [];
        responder.Behave = serial =>
        {
            order.Add(serial);
            return Behaviour.Says(404);
        };
        _world.Clock.Step(TimeSpan.FromDays(3.8));
        var fresh = Enumerable.Range(0, 3).Select(_ => _world.Open(responder).Serial).ToHashSet();
        _world.Clock.RunFor(TimeSpan.FromSeconds(20));

        var now = _world.Clock.Now;
        var asked = order.Distinct().ToArray();
        var without = asked.TakeWhile(serial => fresh.Contains(serial) || deadlines[serial] <= now).ToArray();
        Assert.All(fresh, serial => Assert.Contains(serial, without));
        var with = asked.Skip(without.Length).Select(serial => deadlines[serial]).ToArray();
        Assert.True(without.Length > 10);
        Assert.All(with, deadline => Assert.True(deadline > now));
        Assert.Equal(with.Order(), with);
    }
}
