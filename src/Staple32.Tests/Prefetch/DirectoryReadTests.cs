using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.OcspDirectory;
using Staple32.Prefetch;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>READ: the file only, verified like a response from the wire, picked up when it is replaced.</summary>
public sealed class DirectoryReadTests : IDisposable
{
    private const string Folder = "/ocsp";

    private readonly SimulatedWorld _world = new();
    private readonly SimulatedResponder _responder;
    private readonly Certificate _leaf = SimulatedCertificate.Make(1);
    private readonly string _path;

    public DirectoryReadTests()
    {
        _responder = _world.Network.Add("a.test", TimeSpan.FromDays(4));
        _world.Files.AddDirectory(Folder);
        _path = $"{Folder}/{ResponseFileName.Of(_leaf.Encoded.Span)}";
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_file_that_is_there_is_installed_and_the_network_never_asked()
    {
        _world.Files.Put(_path, Response(-1, 48));
        var server = Open();
        RunFor(1);
        Assert.True(server.Subscription.FirstAttempt.IsCompleted);
        Assert.NotNull(server.Get());
        Assert.Equal("file://" + _path, Assert.Single(server.Updates).SourceUrl);
        _world.Clock.RunFor(TimeSpan.FromDays(10));
        Assert.Equal(0, _responder.Requests);
        Assert.Null(server.Subscription.Query().NextAttempt);
    }

    [Fact]
    public void No_url_is_needed()
    {
        _world.Files.Put(_path, Response(-1, 48));
        var server = new SimulatedServer(_world.Clock, _leaf, _responder, _world.Settings);
        server.Subscription = _world.Prefetcher.Open(
            new ServerResponseRequest(_leaf, SimulatedCertificate.Issuer, [], _world.Settings, DirectoryMode.Read, Folder), server);
        RunFor(1);
        Assert.NotNull(server.Get());
        Assert.Equal("file://" + _path, server.Subscription.Query().Source);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_replaced_file_is_picked_up_within_five_seconds_and_told_of_once(bool canWatch)
    {
        _world.Files.CanWatch = canWatch;
        var server = Open();
        RunFor(60);
        Assert.True(server.Subscription.FirstAttempt.IsCompleted);
        Assert.Null(server.Get());
        for (var i = 1; i <= 5; i++)
        {
            _world.Files.Put(_path, Response(-10 + i, 48));
            RunFor(5);
            Assert.Equal(i, server.Updates.Count);
            Assert.NotNull(server.Get());
            RunFor(100 * i);
        }

        Assert.Equal(5, server.Updates.Count);
    }

    [Fact]
    public void A_file_overwritten_in_place_where_the_system_tells_nothing_is_found_by_the_scan_of_every_poll()
    {
        _world.Files.CanWatch = false;
        _world.Files.Put(_path, Response(-2, 48));
        var server = Open();
        RunFor(60);
        _world.Files.Overwrite(_path, Response(-1, 48));
        RunFor(5);
        Assert.Equal(2, server.Updates.Count);
    }

    [Fact]
    public void Missing_truncated_foreign_and_older_files_leave_the_last_good_response_alone()
    {
        _world.Files.Put(_path, Response(-5, 48));
        var server = Open();
        RunFor(60);
        var held = server.Get();
        Assert.NotNull(held);
        byte[][] bad =
        [
            Response(-4, 48)[..20],
            [],
            SimulatedResponse.Encode(SimulatedCertificate.SerialOf(SimulatedCertificate.Make(2)), Hours(-4), Hours(48)),
            Response(-6, 48),
            Response(-4, 48, SimulatedResponse.Unknown),
            new byte[300_000],
        ];
        foreach (var content in bad)
        {
            _world.Files.Put(_path, content);
            RunFor(10);
            Assert.Same(held, server.Get());
            Assert.True(server.Subscription.Query().ConsecutiveFailures > 0);
        }

        _world.Files.Delete(_path);
        RunFor(100);
        Assert.Same(held, server.Get());
        _world.Files.Put(_path, Response(-4, 48));
        RunFor(5);
        Assert.NotSame(held, server.Get());
        Assert.Equal(0, server.Subscription.Query().ConsecutiveFailures);
    }

    [Fact]
    public void A_newer_file_that_is_not_time_valid_any_more_is_told_of_and_not_handed_out()
    {
        _world.Files.Put(_path, Response(-5, -1));
        var server = Open();
        RunFor(1);
        Assert.Single(server.Updates);
        Assert.Null(server.Get());
        Assert.Equal(OcspRefusal.None, server.Subscription.Query().LastProblem?.Refusal ?? OcspRefusal.None);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Names_are_read_in_any_case(bool lower)
    {
        var name = ResponseFileName.Of(_leaf.Encoded.Span);
        name = lower ? name.ToLowerInvariant() : name[..20].ToLowerInvariant() + name[20..40] + ".OCSP";
        _world.Files.Put($"{Folder}/{name}", Response(-1, 48));
        var server = Open();
        RunFor(1);
        Assert.NotNull(server.Get());
        _world.Files.Put($"{Folder}/{name}", Response(0, 48));
        RunFor(5);
        Assert.Equal(2, server.Updates.Count);
    }

    [Fact]
    public void A_directory_that_goes_away_and_comes_back_is_watched_again()
    {
        _world.Files.Put(_path, Response(-5, 48));
        var server = Open();
        RunFor(60);
        _world.Files.DeleteDirectory(Folder);
        RunFor(60);
        Assert.NotNull(server.Get());
        _world.Files.AddDirectory(Folder);
        RunFor(60);
        _world.Files.Put(_path, Response(-4, 48));
        RunFor(5);
        Assert.Equal(2, server.Updates.Count);
        Assert.Equal(1, _world.Files.Watchers);
    }

    [Fact]
    public void One_watcher_serves_a_directory_and_ends_with_its_last_user()
    {
        for (var i = 2UL; i < 30; i++) _world.Open(SimulatedCertificate.Make(i), DirectoryMode.Read, Folder, _responder);
        RunFor(1);
        Assert.Equal(1, _world.Files.Watchers);
        foreach (var server in _world.Servers) server.Subscription.Close();
        RunFor(1);
        Assert.Equal(0, _world.Files.Watchers);
        Assert.Equal(0, _world.Clock.PendingTimers);
    }

    [Fact]
    public void A_quiet_directory_is_neither_listed_nor_read_at_each_poll()
    {
        for (var i = 2UL; i < 102; i++)
        {
            var leaf = SimulatedCertificate.Make(i);
            _world.Files.Put($"{Folder}/{ResponseFileName.Of(leaf.Encoded.Span)}", SimulatedResponse.Encode(SimulatedCertificate.SerialOf(leaf), Hours(-1), Hours(48)));
            _world.Open(leaf, DirectoryMode.Read, Folder, _responder);
        }

        RunFor(60);
        var (lists, reads) = (_world.Files.Lists, _world.Files.Reads);
        RunFor(3600);
        Assert.InRange(_world.Files.Lists - lists, 1, 61);
        Assert.Equal(0, _world.Files.Reads - reads);
    }

    [Fact]
    public void The_same_file_serves_every_subscription()
    {
        _world.Files.Put(_path, Response(-5, 48));
        var (a, b) = (Open(), Open());
        _world.Settings = _world.Settings with { MinValidity = TimeSpan.FromSeconds(1) };
        var other = Open();
        RunFor(1);
        _world.Files.Put(_path, Response(-4, 48));
        RunFor(5);
        Assert.Same(a.Installed, b.Installed);
        Assert.All([a, b, other], server => Assert.Equal(2, server.Updates.Count));
    }

    private SimulatedServer Open() => _world.Open(_leaf, DirectoryMode.Read, Folder, _responder);

    private byte[] Response(double thisUpdate, double nextUpdate, long status = SimulatedResponse.Good) =>
        SimulatedResponse.Encode(SimulatedCertificate.SerialOf(_leaf), Hours(thisUpdate), Hours(nextUpdate), status);

    private static DateTimeOffset Hours(double hours) => SimulatedWorld.Start + TimeSpan.FromHours(hours);

    private void RunFor(double seconds) => _world.Clock.RunFor(TimeSpan.FromSeconds(seconds));
}
