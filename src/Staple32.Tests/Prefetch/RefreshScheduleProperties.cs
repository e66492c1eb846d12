using FsCheck;
using FsCheck.Fluent;
using Staple32.Prefetch;
using Staple32.Settings;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>What must hold of the timing rule for any response, time, settings and random number: over a million of them.</summary>
public sealed class RefreshScheduleProperties
{
    // Half a million inputs each: a seed from FsCheck makes a batch, since a generator call per field costs ten times the property.
    private const int Seeds = 1_000;
    private const int InputsPerSeed = 500;

    private static readonly DateTimeOffset s_issued = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static void Holds(Func<Case, bool> property) =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < InputsPerSeed; i++)
            {
                var input = Case.From(random);
                if (!property(input)) throw new Xunit.Sdk.XunitException($"does not hold for {input}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Seeds));

    [Fact]
    public void The_next_attempt_is_never_in_the_past_and_never_in_the_quiet_time() => Holds(c =>
    {
        var due = RefreshSchedule.Next(c.Held, c.Now, c.Attempts, c.Settings, c.Random);
        if (due < c.Now) return false;
        if (c.Held is not { } held || held.ThisUpdate - c.Now > c.Settings.MaxClockSkew) return true;
        var window = RefreshWindow.Of(held, c.Settings);
        return window.Opens <= window.Closes && window.Closes <= held.NextUpdate && held.NextUpdate <= window.Resumes
            && (due < window.Closes || due >= window.Resumes) && (due >= window.Opens || due == c.Now);
    });

    [Fact]
    public void After_an_attempt_there_is_always_a_pause() => Holds(c =>
    {
        var attempts = RefreshSchedule.AttemptsAfter(c.Held, c.Place % 2 == 0, c.Now, c.Attempts, c.Settings);
        var due = RefreshSchedule.Next(c.Held, c.Now, attempts, c.Settings, c.Random);
        return due - c.Now >= RefreshSchedule.LeastPause;
    });

    [Fact]
    public void A_fresh_response_is_tried_in_its_window() => Holds(c =>
    {
        // Under five seconds of life the least pause does not fit into the window any more.
        var fresh = new ResponseValidity(s_issued, s_issued + c.Life + TimeSpan.FromSeconds(5));
        var window = RefreshWindow.Of(fresh, c.Settings);
        var due = RefreshSchedule.Next(fresh, s_issued, 0, c.Settings, c.Random);
        return due >= window.Opens && due < window.Closes;
    });

    [Fact]
    public void However_long_an_outage_lasts_attempts_stay_at_least_half_the_least_delay_apart() => Holds(c =>
    {
        var (now, attempts) = (c.Now, Math.Max(1, c.Attempts));
        var floor = Math.Max(Math.Max(c.Settings.MinRetry.Ticks, RefreshSchedule.LeastPause.Ticks) / 2, RefreshSchedule.LeastPause.Ticks);
        for (var i = 0; i < 4; i++)
        {
            var due = RefreshSchedule.Next(c.Held, now, attempts, c.Settings, c.Random);
            var waitsForWindow = c.Held is { } held && now < RefreshWindow.Of(held, c.Settings).Opens;
            if (!waitsForWindow && (due - now).Ticks < floor - 1) return false;
            (now, attempts) = (due, attempts + 1);
        }

        return true;
    });

    /// <summary>One set of inputs; <c>Place</c> says where "now" lies relative to the response.</summary>
    private sealed record Case(
        TimeSpan Life, int Place, TimeSpan Offset, double Within, int Attempts, PrefetchSettings Settings, double Random)
    {
        public static Case From(Random random) => new(
            Duration(random), random.Next(10), Duration(random), random.NextDouble(), random.Next(41), SettingsFrom(random), random.NextDouble());

        public ResponseValidity? Held => Place == 9 ? null : new ResponseValidity(s_issued, s_issued + Life);

        public DateTimeOffset Now => Place switch
        {
            0 => s_issued,
            1 => s_issued - Offset,
            2 => s_issued + Life + Offset,
            3 => s_issued + Life,
            4 => s_issued + Life - TimeSpan.FromTicks(1),
            _ => s_issued + (Life * Within),
        };

        // Logarithmic, one second to eight years: a second matters as much as a year.
        private static TimeSpan Duration(Random random) =>
            TimeSpan.FromSeconds(Math.Pow(2, random.Next(28)) * (1 + random.NextDouble()));

        private static PrefetchSettings SettingsFrom(Random random) => random.Next(4) == 0
            ? PrefetchSettings.Default
            : PrefetchSettings.Default with
            {
                MaxBeforeNextUpdate = Duration(random),
                MinBeforeNextUpdate = Duration(random),
                MinAfterNextUpdate = Duration(random),
                MinRetry = Duration(random),
                MaxRetry = Duration(random),
            };
    }
}
