using Staple32.Settings;

namespace Staple32.Prefetch;

/// <summary>
/// When the next attempt is due: arithmetic without a clock or a random source of its own.
/// <list type="bullet">
/// <item>Nothing tried yet: a random time in the first tenth of the window, so that certificates issued together do not come
/// back together; at once if that is over, or if nothing valid is held.</item>
/// <item>After an attempt that brought nothing: exponential backoff from MinRetry, capped at a quarter of the validity left
/// (and MaxRetry), so that attempts come closer together as expiry nears; capped at five minutes while nothing valid is held.
/// Each delay is multiplied by a random factor in [0.5, 1.5).</item>
/// <item>From the close of the window until it resumes nothing is started.</item>
/// </list>
/// </summary>
public static class RefreshSchedule
{
    /// <summary>The cap of the backoff while no valid response is held.</summary>
    public static readonly TimeSpan MaxRetryWithoutResponse = TimeSpan.FromSeconds(300);

    /// <summary>
    /// The least time from one attempt to the next, whatever the settings and however short the response lives: no responder
    /// is asked for one certificate more than about once a second.
    /// </summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    /// <summary>The time of the next attempt: <paramref name="now"/> itself, or at least <see cref="LeastPause"/> later.</summary>
    /// <param name="held">Of the latest response, null if there is none; it need not be valid any more, or yet.</param>
    /// <param name="now">Wall-clock time.</param>
    /// <param name="attempts">
    /// How many attempts in a row have ended without progress, as <see cref="AttemptsAfter"/> counts them. Only 0 can make
    /// an attempt due at once.
    /// </param>
    /// <param name="settings">Of the entry.</param>
    /// <param name="random">From [0, 1).</param>
    public static DateTimeOffset Next(
        ResponseValidity? held, DateTimeOffset now, int attempts, PrefetchSettings settings, double random)
    {
        random = Math.Clamp(random, 0, 1);
        if (held is not { } validity || !IsNotAhead(validity, now, settings)) return WithoutResponse(now, attempts, settings, random);

        var window = RefreshWindow.Of(validity, settings);
        if (now >= window.Resumes) return WithoutResponse(now, attempts, settings, random);

        DateTimeOffset due;
        if (attempts <= 0 || now < window.Opens)
        {
            due = window.Opens + (((window.Closes - window.Opens) / 10) * random);
            if (due <= now && now < window.Closes) return now;
            due = AtLeast(due, Later(now, LeastPause));
        }
        else
        {
            var cap = Min(settings.MaxRetry, Max(settings.MinRetry, (validity.NextUpdate - now) / 4));
            due = Later(now, Backoff(attempts, cap, settings, random));
        }

        return due < window.Closes ? due : AtLeast(due, window.Resumes);
    }

    /// <summary>
    /// Counts an attempt that has just ended: 0 if it made progress, that is, if it brought a newer response whose window has
    /// not opened yet; else one more. A responder whose every answer is new but already due for refresh makes no progress:
    /// it would be asked without end otherwise.
    /// </summary>
    /// <param name="held">Of the latest response after the attempt.</param>
    /// <param name="newer">Whether the attempt brought it.</param>
    /// <param name="now">Wall-clock time.</param>
    /// <param name="attempts">The count before.</param>
    /// <param name="settings">Of the entry.</param>
    public static int AttemptsAfter(ResponseValidity? held, bool newer, DateTimeOffset now, int attempts, PrefetchSettings settings)
    {
        var progress = newer && held is { } validity && IsNotAhead(validity, now, settings)
            && now < RefreshWindow.Of(validity, settings).Opens;
        return progress ? 0 : Math.Min(Math.Max(attempts, 0), int.MaxValue - 1) + 1;
    }

    /// <summary>
    /// Honours a responder that asked to wait: not before the pause it named, brought within [MinRetry, MaxRetry], is over, and
    /// a little later at random, since everybody else was told the same.
    /// </summary>
    /// <param name="due">As <see cref="Next"/> computed it.</param>
    /// <param name="held">Of the latest response.</param>
    /// <param name="now">Wall-clock time.</param>
    /// <param name="pause">Of Retry-After, as it came.</param>
    /// <param name="settings">Of the entry.</param>
    /// <param name="random">From [0, 1).</param>
    public static DateTimeOffset NotBefore(
        DateTimeOffset due, ResponseValidity? held, DateTimeOffset now, TimeSpan pause, PrefetchSettings settings, double random)
    {
        pause = Max(Min(pause, settings.MaxRetry), Max(settings.MinRetry, LeastPause));
        due = AtLeast(due, Later(now, pause + (Min(pause, MaxRetryWithoutResponse) / 10 * Math.Clamp(random, 0, 1))));
        if (held is not { } validity) return due;
        var window = RefreshWindow.Of(validity, settings);
        return due < window.Closes ? due : AtLeast(due, window.Resumes);
    }

    /// <summary>Addition that stops at the end of the calendar: nextUpdate may lie in the last second of the year 9999.</summary>
    internal static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) =>
        by <= DateTimeOffset.MaxValue - time ? time + by : DateTimeOffset.MaxValue;

    // A response from further ahead than the skew means that the clock was stepped back: it is of no use now.
    private static bool IsNotAhead(ResponseValidity validity, DateTimeOffset now, PrefetchSettings settings) =>
        validity.ThisUpdate <= now || validity.ThisUpdate - now <= settings.MaxClockSkew;

    private static DateTimeOffset WithoutResponse(DateTimeOffset now, int attempts, PrefetchSettings settings, double random) =>
        attempts <= 0
            ? now
            : Later(now, Backoff(attempts, Min(settings.MaxRetry, MaxRetryWithoutResponse), settings, random));

    private static TimeSpan Backoff(int attempts, TimeSpan cap, PrefetchSettings settings, double random)
    {
        var first = Max(settings.MinRetry, LeastPause);
        cap = Max(cap, first);
        // Shifted right, so that nothing overflows: a delay whose doubling would pass the cap is the cap.
        var doublings = Math.Min(attempts - 1, 62);
        var delay = cap.Ticks >> doublings < first.Ticks ? cap : new TimeSpan(first.Ticks << doublings);
        return Max(delay * (0.5 + random), LeastPause);
    }

    private static DateTimeOffset AtLeast(DateTimeOffset time, DateTimeOffset least) => time > least ? time : least;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
