using Staple32.Log;
using Xunit;

namespace Staple32.Tests.Log;

public sealed class FailureLogTests
{
    private readonly RecordingLog _log = new();
    private readonly ManualTime _time = new();

    [Fact]
    public void The_same_failure_of_the_same_responder_is_written_once_then_hourly_with_a_count()
    {
        var failures = new FailureLog(_log, _time);
        for (int minute = 0; minute <= 150; minute++)
        {
            failures.Write(LogLevel.Warning, "ca:80", "Refused", "connection refused");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(
            [
                "connection refused",
                "connection refused (59 more such in the last 60 minutes)",
                "connection refused (59 more such in the last 60 minutes)",
            ],
            _log.Messages.Select(message => message.Message));
    }

    [Fact]
    public void Another_failure_and_another_responder_are_written_at_once()
    {
        var failures = new FailureLog(_log, _time);
        failures.Write(LogLevel.Warning, "ca:80", "Refused", "1");
        failures.Write(LogLevel.Warning, "ca:80", "Timeout", "2");
        failures.Write(LogLevel.Warning, "ca:81", "Refused", "3");
        Assert.Equal(3, _log.Messages.Count);
    }

    [Fact]
    public void A_failure_that_comes_back_after_hours_is_written_without_a_count_of_none()
    {
        var failures = new FailureLog(_log, _time);
        failures.Write(LogLevel.Error, "ca:80", "Refused", "x");
        _time.Advance(TimeSpan.FromHours(5));
        failures.Write(LogLevel.Error, "ca:80", "Refused", "x");
        Assert.Equal([(LogLevel.Error, "x"), (LogLevel.Error, "x")], _log.Messages);
    }

    [Fact]
    public void What_nobody_would_see_does_not_count_as_written()
    {
        var log = new Logger();
        var failures = new FailureLog(log, _time);
        failures.Write(LogLevel.Warning, "ca:80", "Refused", "x");
        log.SetSink(LogLevel.Warning, _log.Write);
        failures.Write(LogLevel.Warning, "ca:80", "Refused", "x");
        Assert.Single(_log.Messages);
    }

    [Fact]
    public void More_responders_than_can_be_remembered_are_written_and_no_memory_grows()
    {
        var failures = new FailureLog(_log, _time);
        for (int i = 0; i < 2 * FailureLog.Capacity; i++)
            failures.Write(LogLevel.Warning, $"ca{i}:80", "Refused", "x");
        Assert.Equal(2 * FailureLog.Capacity, _log.Messages.Count);

        failures.Write(LogLevel.Warning, $"ca{2 * FailureLog.Capacity - 1}:80", "Refused", "x");
        Assert.Equal(2 * FailureLog.Capacity, _log.Messages.Count);
    }
}
