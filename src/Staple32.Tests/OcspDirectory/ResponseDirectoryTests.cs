using System.Runtime.InteropServices;
using Staple32.Certificates;
using Staple32.OcspDirectory;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.OcspDirectory;

/// <summary>The directory on the real file system.</summary>
public sealed class ResponseDirectoryTests : IDisposable
{
    private const int MaxBytes = 1000;

    private readonly TemporaryDirectory _folder = new();
    private readonly ResponseDirectory _directory;
    private readonly Certificate _leaf = SimulatedCertificate.Make(1);
    private readonly string _name;

    public ResponseDirectoryTests()
    {
        _directory = new ResponseDirectory(_folder.Path, FileSystem.Instance, TimeProvider.System, _ => { });
        _name = ResponseFileName.Of(_leaf.Encoded.Span);
    }

    public void Dispose()
    {
        _directory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_is_written_is_read_again_under_the_thumbprint_in_upper_case()
    {
        Assert.Equal(0, _directory.Write(_leaf.Encoded.Span, [1, 2, 3], out _));
        Assert.Equal([Convert.ToHexString(_leaf.Sha1Thumbprint.Span) + ".ocsp"], _folder.Names);
        var file = _directory.Read(_leaf.Encoded.Span, MaxBytes);
        Assert.Equal([1, 2, 3], file.Content);
        Assert.Equal(new Uri(_folder[_name]).AbsoluteUri, file.Url);
        Assert.True(_directory.IsIn(file.Url));
    }

    [Fact]
    public void Whoever_serves_may_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        _directory.Write(_leaf.Encoded.Span, [1], out _);
        Assert.Equal(Convert.ToInt32("644", 8), (int)File.GetUnixFileMode(_folder[_name]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Other_cases_are_read_too(bool lower)
    {
        var name = lower ? _name.ToLowerInvariant() : string.Concat(_name.AsSpan(0, 10), _name[10..].ToLowerInvariant());
        File.WriteAllBytes(_folder[name], [7]);
        Assert.Equal([7], _directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
    }

    [Fact]
    public void Nothing_unreadable_hangs_or_throws()
    {
        Assert.Null(_directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
        File.WriteAllBytes(_folder[_name], new byte[MaxBytes + 1]);
        Assert.Null(_directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
        File.WriteAllBytes(_folder[_name], []);
        Assert.Empty(_directory.Read(_leaf.Encoded.Span, MaxBytes).Content!);
        File.Delete(_folder[_name]);
        System.IO.Directory.CreateDirectory(_folder[_name]);
        Assert.Null(_directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
        System.IO.Directory.Delete(_folder[_name]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(0, MakePipe(_folder[_name], 0x1A4));
            Assert.Empty(_directory.Read(_leaf.Encoded.Span, MaxBytes).Content ?? []);
            File.Delete(_folder[_name]);
            File.CreateSymbolicLink(_folder[_name], "/dev/zero");
            Assert.Empty(_directory.Read(_leaf.Encoded.Span, MaxBytes).Content ?? []);
            File.Delete(_folder[_name]);
            File.CreateSymbolicLink(_folder[_name], _name);
            Assert.Null(_directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
        }
    }

    [Fact]
    public void A_link_is_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        System.IO.Directory.CreateDirectory(_folder["v1"]);
        File.WriteAllBytes(_folder[$"v1/{_name}"], [1]);
        File.CreateSymbolicLink(_folder["current"], "v1");
        File.CreateSymbolicLink(_folder[_name], $"current/{_name}");
        Assert.Equal([1], _directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
    }

    [Fact]
    public void A_failed_write_says_why_and_leaves_the_file_before_it()
    {
        using var gone = new TemporaryDirectory();
        using var directory = new ResponseDirectory(gone["missing"], FileSystem.Instance, TimeProvider.System, _ => { });
        Assert.Equal(WriteErrors.PathNotFound, directory.Write(_leaf.Encoded.Span, [1], out var detail));
        Assert.NotEqual("", detail);

        // What stands in the way of the rename is a directory with something in it.
        System.IO.Directory.CreateDirectory(_folder[_name]);
        File.WriteAllBytes(_folder[$"{_name}/file"], [1]);
        Assert.NotEqual(0, _directory.Write(_leaf.Encoded.Span, [1], out _));
        Assert.Equal([_name], _folder.Names);
    }

    [Fact]
    public void Files_of_writers_that_were_killed_are_cleared_away_but_not_those_of_writers_at_work()
    {
        var (old, young) = ($".{_name}.0123456789ABCDEF.tmp", $".{_name}.FEDCBA9876543210.tmp");
        var foreign = ".something.tmp";
        foreach (var name in new[] { old, young, foreign }) File.WriteAllBytes(_folder[name], [1]);
        foreach (var name in new[] { old, foreign }) File.SetLastWriteTimeUtc(_folder[name], DateTime.UtcNow.AddHours(-1));
        _directory.Write(_leaf.Encoded.Span, [1], out _);
        Assert.Equal(new[] { young, foreign, _name }.Order(), _folder.Names);
    }

    [Fact]
    public async Task Two_writers_and_four_readers_never_meet_a_file_that_is_not_whole()
    {
        // Every version is one octet over and over, each writer's of another length.
        using var other = new ResponseDirectory(_folder.Path, FileSystem.Instance, TimeProvider.System, _ => { });
        _directory.Write(_leaf.Encoded.Span, [0], out _);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var reads = 0;
            for (; !stop.IsCancellationRequested; reads++)
            {
                var content = _directory.Read(_leaf.Encoded.Span, 10 * MaxBytes).Content;
                Assert.NotNull(content);
                Assert.Equal(-1, content.AsSpan().IndexOfAnyExcept(content[0]));
                Assert.Contains(content.Length, new[] { 1, 3000, 5000 });
            }

            return reads;
        })).ToArray();
        var writers = new[] { (_directory, 3000), (other, 5000) }.Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                var content = new byte[writer.Item2];
                content.AsSpan().Fill((byte)i);
                Assert.Equal(0, writer.Item1.Write(_leaf.Encoded.Span, content, out _));
            }
        })).ToArray();
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
        Assert.Equal([_name], _folder.Names);
    }

    [Fact]
    public async Task A_change_is_told_of_within_seconds_whether_renamed_written_in_place_or_behind_a_link()
    {
        using var changes = new SemaphoreSlim(0);
        using var directory = new ResponseDirectory(_folder.Path, FileSystem.Instance, TimeProvider.System, _ => changes.Release());
        directory.Watch(_leaf.Encoded.Span, this);
        var writes = new Action[]
        {
            () => _directory.Write(_leaf.Encoded.Span, [1], out _),
            () => _directory.Write(_leaf.Encoded.Span, [2], out _),
            () => File.WriteAllBytes(_folder[_name], [3, 3]),
        };
        foreach (var write in writes)
        {
            write();
            Assert.True(await changes.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        directory.Forget(_leaf.Encoded.Span, this);
        Assert.False(directory.IsWatching);
    }

    [Fact]
    public void Links_that_are_swapped_as_a_whole_are_noticed_by_the_poll()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var version in new[] { "v1", "v2" })
        {
            System.IO.Directory.CreateDirectory(_folder[version]);
            File.WriteAllText(_folder[$"{version}/{_name}"], version);
            File.SetLastWriteTimeUtc(_folder[$"{version}/{_name}"], DateTime.UtcNow.AddHours(version == "v1" ? -2 : -1));
        }

        File.CreateSymbolicLink(_folder["current"], "v1");
        File.CreateSymbolicLink(_folder[_name], $"current/{_name}");
        var changes = 0;
        using var directory = new ResponseDirectory(_folder.Path, FileSystem.Instance, TimeProvider.System, _ => Interlocked.Increment(ref changes));
        directory.Watch(_leaf.Encoded.Span, this);
        Assert.Equal("v1"u8.ToArray(), directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
        directory.Poll();
        Assert.Equal(0, changes);
        File.Delete(_folder["current"]);
        File.CreateSymbolicLink(_folder["current"], "v2");
        directory.Poll();
        Assert.Equal(1, changes);
        Assert.Equal("v2"u8.ToArray(), directory.Read(_leaf.Encoded.Span, MaxBytes).Content);
    }

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(string path, uint mode);
}
