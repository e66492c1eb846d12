using Staple32.Settings;

namespace Staple32.Prefetch;

/// <summary>
/// When one response may be refreshed. With A = MaxBefore, B = MinBefore and C = MinAfter of the settings: from
/// <see cref="Opens"/> = nextUpdate - A until <see cref="Closes"/> = nextUpdate - B, and again from <see cref="Resumes"/> =
/// nextUpdate + C. In between the responder is about to publish, and nothing is started.
/// </summary>
/// <remarks>
/// A is bounded by half of the response's life, else one that lives less than 2A would be fetched again as soon as it came;
/// B and C are bounded by a tenth of it for the same reason. B also leaves at least half of A: settings with B ≥ A would
/// otherwise leave no time to refresh before the staple is lost.
/// </remarks>
public readonly record struct RefreshWindow(DateTimeOffset Opens, DateTimeOffset Closes, DateTimeOffset Resumes)
{
    public static RefreshWindow Of(ResponseValidity validity, PrefetchSettings settings)
    {
        var end = validity.NextUpdate;
        var life = Max(end - validity.ThisUpdate, TimeSpan.Zero);
        var maxBefore = Min(Max(settings.MaxBeforeNextUpdate, TimeSpan.Zero), life / 2);
        var minBefore = Min(Min(Max(settings.MinBeforeNextUpdate, TimeSpan.Zero), life / 10), maxBefore / 2);
        var minAfter = Min(Max(settings.MinAfterNextUpdate, TimeSpan.Zero), life / 10);
        return new RefreshWindow(end - maxBefore, end - minBefore, RefreshSchedule.Later(end, minAfter));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
