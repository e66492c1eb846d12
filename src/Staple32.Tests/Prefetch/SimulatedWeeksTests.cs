using Staple32.Prefetch;
using Staple32.Retrieval;
using Staple32.Settings;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Staple32.Tests.Prefetch;

/// <summary>Weeks of ten thousand certificates and twenty responders, through the real prefetcher.</summary>
public sealed class SimulatedWeeksTests(ITestOutputHelper output)
{
    private const int Certificates = 10_000;
    private const int Responders = 20;

    private static readonly PrefetchSettings s_settings = PrefetchSettings.Default;
    private static readonly TimeSpan s_meanLatency = TimeSpan.FromMilliseconds(420);

    [Fact]
    public void Three_weeks_with_jitter_and_small_failures_leave_no_gap_and_cost_hardly_a_request_too_many()
    {
        using var world = new SimulatedWorld(seed: 7);
        var responders = AddResponders(world);
        foreach (var responder in responders) responder.Behave = _ => Jitter(world.Random, failures: 0.005);
        OpenAll(world, responders);
        world.Clock.RunFor(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain(world.Servers, server => server.Get() is null);
        ForgetStart(world);

        var (before, span) = (world.Network.Requests, TimeSpan.FromDays(21));
        var least = world.Servers.Sum(server => LeastRequests(server, world.Clock.Now, world.Clock.Now + span));
        RunAndSample(world, span);

        Assert.Empty(AllGaps(world));
        var sent = world.Network.Requests - before;
        output.WriteLine($"{sent} requests, least possible {least}: {sent / (double)Certificates / span.TotalDays:F4} per certificate and day, "
            + $"{(sent / (double)least) - 1:P1} more than the least");
        Assert.InRange(sent, least, least * 1.1);
    }

    [Fact]
    public void An_outage_of_eight_days_of_one_responder_costs_only_its_own_certificates_and_only_what_nobody_could_have_had()
    {
        using var world = new SimulatedWorld(seed: 8);
        var responders = AddResponders(world);
        OpenAll(world, responders);
        world.Clock.RunFor(TimeSpan.FromDays(2));
        ForgetStart(world);
        var sick = responders[3];
        var outage = (From: world.Clock.Now, To: world.Clock.Now + TimeSpan.FromDays(8));
        sick.Behave = _ => world.Random.Next(2) == 0 ? Behaviour.Hangs : Behaviour.Refuses;
        RunAndSample(world, outage.To - outage.From);
        var requests = sick.Requests;
        sick.Behave = _ => Jitter(world.Random, failures: 0);
        (sick.MostInFlight, sick.Arrivals) = (0, []);
        RunAndSample(world, TimeSpan.FromDays(2));

        var gaps = AllGaps(world);
        output.WriteLine($"{requests} requests during the outage, {gaps.Count} gaps; back with a staple at the latest "
            + $"{gaps.Max(gap => gap.To) - outage.To} after the outage, {sick.MostInFlight} requests in flight at most");
        foreach (var gap in gaps.Take(5)) output.WriteLine($"{gap}: {Explain(gap, outage, Certificates / Responders)}");
        Assert.NotEmpty(gaps);
        Assert.DoesNotContain(gaps, gap => Explain(gap, outage, Certificates / Responders) is null);
        Assert.InRange(sick.MostInFlight, 1, s_settings.MaxConcurrentRetrievalsPerResponder);
        // In step, not as a herd: no second sees more than the spacing lets through.
        var busiest = sick.Arrivals!.GroupBy(at => (long)at.TotalSeconds).Max(second => second.Count());
        Assert.InRange(busiest, 1, (TimeSpan.FromSeconds(1) / Prefetcher.RecoverySpacing) + s_settings.MaxConcurrentRetrievalsPerResponder);
        Assert.DoesNotContain(world.Servers, server => server.Get() is null);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(8 * 24)]
    public void Ten_thousand_certificates_of_one_responder_recover_in_step_after_an_outage(int hours)
    {
        using var world = new SimulatedWorld(seed: 9);
        var responder = world.Network.Add("only.test", TimeSpan.FromDays(1));
        OpenAll(world, [responder]);
        world.Clock.RunFor(TimeSpan.FromDays(1));
        ForgetStart(world);
        var outage = (From: world.Clock.Now, To: world.Clock.Now + TimeSpan.FromHours(hours));
        responder.Behave = _ => Behaviour.Refuses;
        RunAndSample(world, outage.To - outage.From);
        responder.Behave = _ => Jitter(world.Random, failures: 0);
        responder.MostInFlight = 0;
        RunAndSample(world, TimeSpan.FromHours(3));

        var gaps = AllGaps(world);
        output.WriteLine($"{gaps.Count} gaps" + (gaps.Count > 0 ? $", the last ends {gaps.Max(gap => gap.To) - outage.To} after the outage" : ""));
        Assert.DoesNotContain(gaps, gap => Explain(gap, outage, Certificates) is null);
        Assert.InRange(responder.MostInFlight, 1, s_settings.MaxConcurrentRetrievalsPerResponder);
        Assert.DoesNotContain(world.Servers, server => server.Get() is null);
    }

    /// <summary>Why there was no staple; null if there was no good reason.</summary>
    private static string? Explain(Gap gap, (DateTimeOffset From, DateTimeOffset To) outage, int certificates)
    {
        // Noticing that the responder is back takes one probe; then all follow as fast as the limit per responder allows.
        var atOnce = s_settings.MaxConcurrentRetrievalsPerResponder;
        var recovered = outage.To + (2 * s_settings.MinRetry) + s_settings.UrlRetrievalTimeout + (certificates * s_meanLatency / atOnce * 1.1);
        return gap.From > outage.From && gap.From < recovered && gap.To <= recovered
            ? $"{gap.Host} was out from {outage.From:u} to {outage.To:u}"
            : null;
    }

    /// <summary>What is needed if every response is replaced at the last possible moment and nothing ever fails.</summary>
    private static int LeastRequests(SimulatedServer server, DateTimeOffset from, DateTimeOffset to)
    {
        var count = 0;
        for (var at = server.Installed!.EffectiveNextUpdate - s_settings.MinValidity; at <= to; count++)
            at = server.Responder.PublishedAt(server.Serial, at) + server.Responder.Life - s_settings.MinValidity;
        return count;
    }

    private static SimulatedResponder[] AddResponders(SimulatedWorld world) =>
        [.. Enumerable.Range(0, Responders).Select(i => world.Network.Add($"r{i}.test", TimeSpan.FromDays(2 + (i % 6))))];

    private static void OpenAll(SimulatedWorld world, SimulatedResponder[] responders)
    {
        for (var i = 0; i < Certificates; i++) world.Open(responders[i % responders.Length]);
    }

    private static Behaviour Jitter(Random random, double failures)
    {
        var latency = s_meanLatency * (0.05 + (1.9 * random.NextDouble()));
        if (random.NextDouble() >= failures) return new Behaviour(latency);
        return random.Next(3) switch
        {
            0 => Behaviour.Says(503),
            1 => Behaviour.Hangs,
            _ => new Behaviour(latency, HttpAnswer.Failed(TransportFailure.Reset, "reset")),
        };
    }

    private static void ForgetStart(SimulatedWorld world)
    {
        foreach (var server in world.Servers) server.Gaps.Clear();
    }

    private static List<Gap> AllGaps(SimulatedWorld world)
    {
        foreach (var server in world.Servers) server.NoteGap(world.Clock.Now);
        return [.. world.Servers.SelectMany(server => server.Gaps)];
    }

    /// <summary>Lets time pass and looks at what some servers get now and then: never anything expired.</summary>
    private static void RunAndSample(SimulatedWorld world, TimeSpan span)
    {
        var step = TimeSpan.FromMinutes(15);
        for (var passed = TimeSpan.Zero; passed < span; passed += step)
        {
            world.Clock.RunFor(step);
            for (var i = 0; i < 50; i++)
            {
                var staple = world.Servers[world.Random.Next(world.Servers.Count)].Get();
                if (staple is not null && staple.EffectiveNextUpdate <= world.Clock.Now) Assert.Fail("an expired staple");
            }
        }
    }
}
