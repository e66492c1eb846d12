using Staple32.Log;
using Xunit;

namespace Staple32.Tests.Log;

/// <summary>STAPLE32_LOG and the file it names.</summary>
public sealed class LogVariableTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("staple32-log-").FullName;

    private string FilePath => Path.Combine(_directory, "log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("off", LogLevel.Off, true, null)]
    [InlineData("error", LogLevel.Error, true, null)]
    [InlineData("warning,", LogLevel.Warning, true, null)]
    [InlineData(" INFO , /tmp/a b,c ", LogLevel.Info, true, "/tmp/a b,c")]
    [InlineData("debug,log", LogLevel.Debug, true, "log")]
    [InlineData("warn", LogLevel.Warning, false, null)]
    [InlineData("4,x", LogLevel.Warning, false, "x")]
    [InlineData(",x", LogLevel.Warning, false, "x")]
    public void The_variable_is_a_level_and_perhaps_a_file(string value, LogLevel level, bool known, string? file) =>
        Assert.Equal((level, known, file), LogVariable.Parse(value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("off")]
    [InlineData("off,FILE")]
    public void Silence_is_the_default_and_makes_no_file(string? value)
    {
        Assert.False(LogVariable.Open(value?.Replace("FILE", FilePath, StringComparison.Ordinal), TimeProvider.System).IsEnabled(LogLevel.Error));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void Lines_have_a_time_the_process_and_a_level()
    {
        Logger log = Open("info");
        log.Write(LogLevel.Warning, "something is \u00e4 bit\noff");
        log.Write(LogLevel.Debug, "not wanted");
        string[] lines = File.ReadAllLines(FilePath);
        Assert.Matches(
            $@"^\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z staple32\[{Environment.ProcessId}\] warning: something is ä bit\?off$",
            Assert.Single(lines));
    }

    [Fact]
    public void An_unknown_level_counts_as_warning_and_is_said()
    {
        Logger log = Open("loud");
        Assert.True(log.IsEnabled(LogLevel.Warning));
        Assert.False(log.IsEnabled(LogLevel.Info));
        Assert.Contains("warning: STAPLE32_LOG: \"loud,", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_the_file_stays_and_several_logs_add_to_it_in_turn()
    {
        File.WriteAllText(FilePath, "before\n");
        Logger some = Open("info");
        Logger others = Open("info");
        for (int i = 0; i < 3; i++)
        {
            some.Write(LogLevel.Info, $"some {i}");
            others.Write(LogLevel.Info, $"others {i}");
        }

        string[] lines = File.ReadAllLines(FilePath);
        Assert.Equal("before", lines[0]);
        Assert.Equal(
            ["some 0", "others 0", "some 1", "others 1", "some 2", "others 2"],
            lines.Skip(1).Select(line => line[(line.IndexOf("info: ", StringComparison.Ordinal) + 6)..]));
    }

    [Fact]
    public async Task Lines_written_at_once_do_not_mix()
    {
        Logger some = Open("info");
        Logger others = Open("info");
        string message = new('x', 500);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
        {
            for (int n = 0; n < 250; n++)
                (i % 2 == 0 ? some : others).Write(LogLevel.Info, message);
        })));

        string[] lines = File.ReadAllLines(FilePath);
        Assert.Equal(1000, lines.Length);
        Assert.All(lines, line => Assert.EndsWith("info: " + message, line));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_was_moved_is_made_anew(bool byTheRotator)
    {
        Logger log = Open("info");
        log.Write(LogLevel.Info, "old");
        File.Move(FilePath, FilePath + ".1");
        if (byTheRotator)
            File.WriteAllText(FilePath, "");
        log.Write(LogLevel.Info, "new");

        Assert.EndsWith("old\n", File.ReadAllText(FilePath + ".1"));
        Assert.EndsWith("new\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_file_that_cannot_be_made_anew_is_written_on_where_it_is()
    {
        string below = Path.Combine(_directory, "below");
        Directory.CreateDirectory(below);
        Logger log = LogVariable.Open($"info,{Path.Combine(below, "log")}", TimeProvider.System);
        string moved = Path.Combine(_directory, "moved");
        Directory.Move(below, moved);
        log.Write(LogLevel.Info, "still here");
        Assert.EndsWith("still here\n", File.ReadAllText(Path.Combine(moved, "log")));
    }

    [Fact]
    public void A_full_disk_is_not_an_exception()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Logger log = LogVariable.Open("info,/dev/full", TimeProvider.System);
        log.Write(LogLevel.Info, "x");
    }

    private Logger Open(string level) => LogVariable.Open($"{level},{FilePath}", TimeProvider.System);
}
