using Staple32.Prefetch;
using Staple32.Settings;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>The timing rule by example; the properties are in <see cref="RefreshScheduleProperties"/>.</summary>
public sealed class RefreshScheduleTests
{
    private static readonly DateTimeOffset s_issued = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PrefetchSettings s_settings = PrefetchSettings.Default;

    private static ResponseValidity Living(TimeSpan life) => new(s_issued, s_issued + life);

    private static TimeSpan FirstAfterIssue(TimeSpan life, double random) =>
        RefreshSchedule.Next(Living(life), s_issued, 0, s_settings, random) - s_issued;

    [Fact]
    public void Ten_days_are_refreshed_in_the_first_tenth_of_the_last_four_hours()
    {
        var window = TimeSpan.FromHours(4) - TimeSpan.FromMinutes(2);
        var opens = TimeSpan.FromDays(10) - TimeSpan.FromHours(4);
        Assert.Equal(opens, FirstAfterIssue(TimeSpan.FromDays(10), 0));
        Assert.Equal(opens + (window / 20), FirstAfterIssue(TimeSpan.FromDays(10), 0.5));
    }

    [Fact]
    public void Eight_hours_are_refreshed_from_half_life_on() =>
        Assert.Equal(TimeSpan.FromHours(4), FirstAfterIssue(TimeSpan.FromHours(8), 0));

    [Fact]
    public void Nine_minutes_are_refreshed_from_half_life_on_with_the_quiet_time_cut_to_a_tenth()
    {
        var window = RefreshWindow.Of(Living(TimeSpan.FromMinutes(9)), s_settings);
        Assert.Equal(s_issued + TimeSpan.FromSeconds(270), window.Opens);
        Assert.Equal(s_issued + TimeSpan.FromSeconds(540 - 54), window.Closes);
        Assert.Equal(s_issued + TimeSpan.FromSeconds(540 + 54), window.Resumes);
        Assert.Equal(TimeSpan.FromSeconds(270), FirstAfterIssue(TimeSpan.FromMinutes(9), 0));
    }

    [Fact]
    public void One_second_is_asked_for_no_more_than_once_a_second() =>
        Assert.Equal(TimeSpan.FromSeconds(1.1), FirstAfterIssue(TimeSpan.FromSeconds(1), 0.3));

    [Fact]
    public void A_next_update_in_the_year_9999_is_no_overflow()
    {
        var validity = new ResponseValidity(s_issued, new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero));
        var due = RefreshSchedule.Next(validity, s_issued, 0, s_settings, 0.999);
        Assert.InRange(due, validity.NextUpdate - TimeSpan.FromHours(4), validity.NextUpdate - TimeSpan.FromMinutes(2));

        var end = new ResponseValidity(s_issued, DateTimeOffset.MaxValue);
        Assert.Equal(DateTimeOffset.MaxValue, RefreshSchedule.Next(end, DateTimeOffset.MaxValue, 0, s_settings, 0));
        Assert.Equal(DateTimeOffset.MaxValue, RefreshSchedule.Next(end, DateTimeOffset.MaxValue, 50, s_settings, 0.9));
    }

    [Fact]
    public void Nothing_held_and_nothing_tried_is_due_at_once() =>
        Assert.Equal(s_issued, RefreshSchedule.Next(null, s_issued, 0, s_settings, 0.7));

    [Fact]
    public void A_response_loaded_within_its_window_is_due_at_once()
    {
        var now = s_issued + TimeSpan.FromDays(10) - TimeSpan.FromHours(1);
        Assert.Equal(now, RefreshSchedule.Next(Living(TimeSpan.FromDays(10)), now, 0, s_settings, 0.7));
    }

    [Theory]
    [InlineData(-120, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(59, 0)]
    [InlineData(-120, 7)]
    public void Around_next_update_nothing_is_started_until_the_responder_has_had_time_to_publish(int seconds, int attempts)
    {
        var validity = Living(TimeSpan.FromDays(10));
        var due = RefreshSchedule.Next(validity, validity.NextUpdate + TimeSpan.FromSeconds(seconds), attempts, s_settings, 0.5);
        Assert.Equal(validity.NextUpdate + TimeSpan.FromSeconds(60), due);
    }

    [Fact]
    public void A_failure_just_before_the_window_closes_is_tried_again_when_it_resumes()
    {
        var validity = Living(TimeSpan.FromDays(10));
        var due = RefreshSchedule.Next(validity, validity.NextUpdate - TimeSpan.FromSeconds(121), 9, s_settings, 0.5);
        Assert.Equal(validity.NextUpdate + TimeSpan.FromSeconds(60), due);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(8, 1280)]
    [InlineData(9, 2560)]
    [InlineData(10, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void Failures_while_a_response_is_held_double_the_delay_up_to_a_quarter_of_what_is_left(int attempts, int seconds)
    {
        var now = s_issued + TimeSpan.FromDays(10) - TimeSpan.FromHours(4);
        Assert.Equal(now + TimeSpan.FromSeconds(seconds),
            RefreshSchedule.Next(Living(TimeSpan.FromDays(10)), now, attempts, s_settings, 0.5));
        var late = s_issued + TimeSpan.FromDays(10) - TimeSpan.FromMinutes(20);
        Assert.Equal(late + TimeSpan.FromSeconds(Math.Min(seconds, 300)),
            RefreshSchedule.Next(Living(TimeSpan.FromDays(10)), late, attempts, s_settings, 0.5));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(5, 160)]
    [InlineData(6, 300)]
    [InlineData(400, 300)]
    public void Failures_while_nothing_is_held_are_at_most_five_minutes_apart(int attempts, int seconds)
    {
        Assert.Equal(s_issued + TimeSpan.FromSeconds(seconds), RefreshSchedule.Next(null, s_issued, attempts, s_settings, 0.5));
        var expired = s_issued + TimeSpan.FromDays(30);
        Assert.Equal(expired + TimeSpan.FromSeconds(seconds),
            RefreshSchedule.Next(Living(TimeSpan.FromDays(10)), expired, attempts, s_settings, 0.5));
    }

    [Fact]
    public void Each_delay_is_spread_from_half_to_one_and_a_half()
    {
        Assert.Equal(s_issued + TimeSpan.FromSeconds(5), RefreshSchedule.Next(null, s_issued, 1, s_settings, 0));
        Assert.Equal(s_issued + TimeSpan.FromSeconds(15), RefreshSchedule.Next(null, s_issued, 1, s_settings, 1));
    }

    [Fact]
    public void A_response_from_the_future_counts_as_none()
    {
        var before = s_issued - TimeSpan.FromDays(365);
        Assert.Equal(before, RefreshSchedule.Next(Living(TimeSpan.FromDays(10)), before, 0, s_settings, 0.5));
        Assert.Equal(before + TimeSpan.FromSeconds(300),
            RefreshSchedule.Next(Living(TimeSpan.FromDays(10)), before, 20, s_settings, 0.5));
    }

    [Fact]
    public void Settings_that_leave_no_time_before_expiry_still_leave_a_window()
    {
        var settings = s_settings with { MaxBeforeNextUpdate = TimeSpan.FromSeconds(60), MinBeforeNextUpdate = TimeSpan.FromSeconds(120) };
        var window = RefreshWindow.Of(Living(TimeSpan.FromDays(10)), settings);
        Assert.True(window.Opens < window.Closes);
        Assert.True(window.Closes < s_issued + TimeSpan.FromDays(10));
    }

    [Fact]
    public void Only_a_newer_response_that_is_not_yet_due_again_counts_as_progress()
    {
        var fresh = Living(TimeSpan.FromDays(10));
        Assert.Equal(0, RefreshSchedule.AttemptsAfter(fresh, true, s_issued, 6, s_settings));
        Assert.Equal(7, RefreshSchedule.AttemptsAfter(fresh, false, s_issued, 6, s_settings));
        Assert.Equal(7, RefreshSchedule.AttemptsAfter(fresh, true, fresh.NextUpdate - TimeSpan.FromHours(1), 6, s_settings));
        Assert.Equal(1, RefreshSchedule.AttemptsAfter(null, false, s_issued, 0, s_settings));
        Assert.Equal(int.MaxValue, RefreshSchedule.AttemptsAfter(null, false, s_issued, int.MaxValue, s_settings));
    }
}
