using Staple32.Log;
using Xunit;

namespace Staple32.Tests.Log;

public sealed class LoggerTests
{
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);
    private readonly List<(LogLevel Level, string Message)> _seen = [];

    [Fact]
    public void A_log_is_silent_unless_asked()
    {
        var log = new Logger();
        for (LogLevel level = LogLevel.Off; level <= LogLevel.Debug; level++)
            Assert.False(log.IsEnabled(level));
        log.Write(LogLevel.Error, "nobody hears");
    }

    [Theory]
    [InlineData(LogLevel.Off, 0)]
    [InlineData(LogLevel.Error, 1)]
    [InlineData(LogLevel.Warning, 2)]
    [InlineData(LogLevel.Info, 3)]
    [InlineData(LogLevel.Debug, 4)]
    public void A_level_takes_those_before_it_too(LogLevel asked, int taken)
    {
        var log = new Logger(asked, See);
        for (LogLevel level = LogLevel.Off; level <= LogLevel.Debug; level++)
        {
            Assert.Equal(level != LogLevel.Off && level <= asked, log.IsEnabled(level));
            log.Write(level, "x");
        }

        Assert.Equal(taken, _seen.Count);
    }

    [Fact]
    public void A_message_stays_one_line_of_a_bounded_length()
    {
        var log = new Logger(LogLevel.Debug, See);
        log.Write(LogLevel.Info, "a\r\nb\u2028c\u001b[2J\0");
        log.Write(LogLevel.Info, new string('x', 100_000));
        Assert.Equal("a??b?c?[2J?", _seen[0].Message);
        Assert.Equal(1003, _seen[1].Message.Length);
        Assert.EndsWith("x...", _seen[1].Message);
    }

    [Fact]
    public void A_sink_can_be_put_in_place_of_the_usual_one_and_taken_away_again()
    {
        var other = new List<string>();
        var log = new Logger(LogLevel.Error, See);
        log.SetSink(LogLevel.Debug, (level, message) => other.Add($"{level} {message}"));
        log.Write(LogLevel.Debug, "other");
        log.SetSink(LogLevel.Debug, null);
        log.Write(LogLevel.Debug, "not wanted");
        log.Write(LogLevel.Error, "usual");

        Assert.Equal(["Debug other"], other);
        Assert.Equal([(LogLevel.Error, "usual")], _seen);
    }

    [Fact]
    public void A_sink_that_throws_harms_nobody()
    {
        var log = new Logger(LogLevel.Debug, (_, _) => throw new InvalidOperationException());
        log.Write(LogLevel.Info, "x");
        log.SetSink(LogLevel.Debug, See);
        log.Write(LogLevel.Info, "y");
        Assert.Equal("y", Assert.Single(_seen).Message);
    }

    [Fact]
    public void A_sink_that_makes_the_library_log_is_not_called_again_for_that()
    {
        Logger? log = null;
        log = new Logger(LogLevel.Debug, (level, message) =>
        {
            See(level, message);
            log!.Write(LogLevel.Error, "within");
        });
        log.Write(LogLevel.Info, "x");
        Assert.Equal("x", Assert.Single(_seen).Message);
    }

    [Fact]
    public void A_sink_can_replace_itself()
    {
        var log = new Logger();
        log.SetSink(LogLevel.Debug, (_, _) => log.SetSink(LogLevel.Debug, See));
        log.Write(LogLevel.Info, "first");
        log.Write(LogLevel.Info, "second");
        Assert.Equal("second", Assert.Single(_seen).Message);
    }

    [Fact]
    public async Task Replacing_a_sink_waits_for_a_call_of_it_that_is_running()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        bool left = false;
        var log = new Logger();
        log.SetSink(LogLevel.Debug, (_, _) =>
        {
            entered.Set();
            leave.Wait();
            Volatile.Write(ref left, true);
        });
        Task writing = Task.Run(() => log.Write(LogLevel.Info, "x"));
        Assert.True(entered.Wait(s_ample));
        Task<bool> replacing = Task.Run(() =>
        {
            log.SetSink(LogLevel.Debug, null);
            return Volatile.Read(ref left);
        });
        leave.Set();
        Assert.True(await replacing.WaitAsync(s_ample));
        await writing;
    }

    [Fact]
    public async Task However_sinks_are_replaced_none_is_called_after_its_time()
    {
        var log = new Logger();
        using var stop = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                log.Write(LogLevel.Info, "x");
        }))];
        int late = 0;
        for (int i = 0; i < 300; i++)
        {
            bool over = false;
            log.SetSink(LogLevel.Debug, (_, _) =>
            {
                if (Volatile.Read(ref over))
                    Interlocked.Increment(ref late);
            });
            Thread.Yield();
            log.SetSink(LogLevel.Off, null);
            Volatile.Write(ref over, true);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(s_ample);
        Assert.Equal(0, late);
    }

    private void See(LogLevel level, string message) => _seen.Add((level, message));
}
